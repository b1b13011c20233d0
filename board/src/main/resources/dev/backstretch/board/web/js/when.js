// Days and times as people say them, in the track's zone and in the page's language; digits are western in both.
const LOCALES = { en: 'en-GB', th: 'th-TH-u-ca-buddhist-nu-latn' };

const locale = () => LOCALES[document.documentElement.lang] ?? 'en-GB';

function written(epochMillis, timeZone, how) {
  try {
    return new Intl.DateTimeFormat(locale(), { ...how, timeZone }).format(epochMillis);
  } catch {
    return new Intl.DateTimeFormat(locale(), { ...how, timeZone: 'UTC' }).format(epochMillis);
  }
}

/** 21 Nov 2026. */
export const day = (text, timeZone) => written(Date.parse(text), timeZone, { day: 'numeric', month: 'short', year: 'numeric' });

/** 21 Nov. */
export const shortDay = (text, timeZone) => written(Date.parse(text), timeZone, { day: 'numeric', month: 'short' });

const LONG_AGO = 300 * 86_400_000;

/** 21 Nov; with its year where that lies so far before the newest that the day alone would be taken for another. */
export const recentDay = (text, timeZone, newest) => (Date.parse(newest) - Date.parse(text) < LONG_AGO ? shortDay : day)(text, timeZone);

/** 21 Nov, 06:12. */
export const dayAndTime = (text, timeZone) =>
  written(Date.parse(text), timeZone, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
