package dev.backstretch.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstretch.schemas.registry.RegistryException.Kind;
import dev.backstretch.schemas.registry.SchemaCatalogue.Registration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SchemaCatalogueTest {
    private static final String A = record("");
    private static final String WITH_DEFAULT = record(",{\"name\":\"b\",\"type\":\"long\",\"default\":0}");
    private static final String WITHOUT_DEFAULT = record(",{\"name\":\"b\",\"type\":\"long\"}");

    private final SchemaCatalogue catalogue = new SchemaCatalogue();
    private final List<CatalogueRecord> log = new ArrayList<>();

    private static String record(String more) {
        return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"string\",\"default\":\"\"}"
                + more + "]}";
    }

    private int added(String subject, String schema) {
        var added = (Registration.Added) catalogue.register(subject, schema, false);
        keep(added.record());
        return added.record().id();
    }

    private void keep(CatalogueRecord record) {
        log.add(record);
        catalogue.apply(record);
    }

    private static @Nullable Kind kind(Answer<?> answer) {
        return answer instanceof Answer.Refused<?> refused ? refused.kind() : null;
    }

    private static @Nullable Kind kind(Registration registration) {
        return registration instanceof Registration.Refused refused ? refused.kind() : null;
    }

    @Test
    void a_schema_has_one_id_under_every_subject_and_a_version_under_each() {
        int id = added("one", A);
        assertThat(added("two", A)).isEqualTo(id);
        int next = added("one", WITH_DEFAULT);
        assertThat(next).isEqualTo(id + 1);
        assertThat(catalogue.register("one", A, false)).isInstanceOf(Registration.Known.class);
        assertThat(catalogue.version("one", "latest").orThrow().version()).isEqualTo(2);
        assertThat(catalogue.versions("one").orThrow()).containsExactly(1, 2);
        assertThat(catalogue.versionsOfId(id).orThrow())
                .extracting(SchemaCatalogue.Version::subject)
                .containsExactly("one", "two");
        assertThat(catalogue.lookup("one", A, false).orThrow().version()).isEqualTo(1);
        assertThat(catalogue.subjects()).containsExactly("one", "two");
    }

    @Test
    void deciding_changes_nothing_until_the_record_is_applied() {
        assertThat(catalogue.register("one", A, false)).isInstanceOf(Registration.Added.class);
        assertThat(catalogue.subjects()).isEmpty();
        assertThat(catalogue.highestId()).isZero();
    }

    @Test
    void an_incompatible_schema_is_refused_until_the_level_allows_it() {
        added("one", A);
        assertThat(kind(catalogue.register("one", WITHOUT_DEFAULT, false))).isEqualTo(Kind.INCOMPATIBLE);
        assertThat(catalogue.compatible("one", null, WITHOUT_DEFAULT).orThrow()).isFalse();
        assertThat(catalogue.compatible("one", "latest", WITH_DEFAULT).orThrow())
                .isTrue();
        keep(catalogue.configure("one", "none").orThrow());
        assertThat(catalogue.register("one", WITHOUT_DEFAULT, false)).isInstanceOf(Registration.Added.class);
        assertThat(catalogue.level("two")).isEqualTo(Compatibility.FULL_TRANSITIVE);
        assertThat(catalogue.ownLevel("one")).contains(Compatibility.NONE);
    }

    @Test
    void every_refusal_carries_confluents_code() {
        assertThat(kind(catalogue.version("nobody", "latest"))).isEqualTo(Kind.SUBJECT_UNKNOWN);
        assertThat(kind(catalogue.lookup("nobody", A, false))).isEqualTo(Kind.SUBJECT_UNKNOWN);
        added("one", A);
        assertThat(kind(catalogue.version("one", "9"))).isEqualTo(Kind.VERSION_UNKNOWN);
        assertThat(kind(catalogue.version("one", "newest"))).isEqualTo(Kind.INVALID_VERSION);
        assertThat(kind(catalogue.byId(99))).isEqualTo(Kind.SCHEMA_UNKNOWN);
        assertThat(kind(catalogue.lookup("one", WITH_DEFAULT, false))).isEqualTo(Kind.SCHEMA_UNKNOWN);
        assertThat(kind(catalogue.register("one", "{\"type\":\"recor\"}", false)))
                .isEqualTo(Kind.INVALID);
        assertThat(kind(catalogue.register("one", "not json", false))).isEqualTo(Kind.INVALID);
        assertThat(kind(catalogue.register("one", null, false))).isEqualTo(Kind.INVALID);
        assertThat(kind(catalogue.configure("one", "SOMEHOW"))).isEqualTo(Kind.INVALID_COMPATIBILITY);
        assertThat(Kind.SUBJECT_UNKNOWN.code()).isEqualTo(40401);
        assertThat(Kind.INVALID.httpStatus()).isEqualTo(422);
        assertThat(Kind.INCOMPATIBLE.httpStatus()).isEqualTo(409);
    }

    @Test
    void normalized_a_schema_that_differs_only_in_words_is_known() {
        added("one", A);
        String documented = A.replace("\"name\":\"R\"", "\"name\":\"R\",\"doc\":\"words\"");
        assertThat(catalogue.register("one", documented, true)).isInstanceOf(Registration.Known.class);
        assertThat(catalogue.register("one", documented, false)).isInstanceOf(Registration.Added.class);
    }

    @Test
    void the_written_records_make_the_same_catalogue_again() {
        added("one", A);
        added("two", A);
        added("one", WITH_DEFAULT);
        keep(catalogue.configure("two", "BACKWARD").orThrow());
        keep(catalogue.configure(null, "NONE").orThrow());
        var again = new SchemaCatalogue();
        for (CatalogueRecord record : log) {
            CatalogueRecord read =
                    CatalogueRecord.of(record.key(), record.value()).orElseThrow();
            assertThat(read).isEqualTo(record);
            again.apply(read);
            again.apply(read);
        }
        assertThat(again.subjects()).isEqualTo(catalogue.subjects());
        assertThat(again.highestId()).isEqualTo(catalogue.highestId());
        assertThat(again.version("one", "latest")).isEqualTo(catalogue.version("one", "latest"));
        assertThat(again.level("two")).isEqualTo(Compatibility.BACKWARD);
        assertThat(again.level()).isEqualTo(Compatibility.NONE);
        assertThat(((Registration.Added) again.register("three", WITHOUT_DEFAULT, false))
                        .record()
                        .id())
                .isEqualTo(catalogue.highestId() + 1);
    }

    @Test
    void what_is_no_change_of_ours_is_passed_over() {
        assertThat(CatalogueRecord.of("{\"keytype\":\"NOOP\",\"magic\":0}", "{}"))
                .isEmpty();
        assertThat(CatalogueRecord.of("no json", "{}")).isEmpty();
        assertThat(CatalogueRecord.of("{\"keytype\":\"SCHEMA\"}", null)).isEmpty();
    }
}
