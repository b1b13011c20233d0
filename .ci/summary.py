"""Reads the XML reports of surefire and failsafe; fails on a failure, an unexpected skip, or no tests at all."""

import glob
import os
import sys
import xml.etree.ElementTree as ElementTree


def allowed_skips():
    allowed = {}
    with open(".ci/allowed-skips", encoding="utf-8") as lines:
        for line in lines:
            line = line.strip()
            if line and not line.startswith("#"):
                name, condition, reason = (line.split(None, 2) + ["", ""])[:3]
                if not condition.startswith("without:") or not reason:
                    sys.exit(f"ci: .ci/allowed-skips: {name} needs without:VARIABLE and a reason")
                if not os.environ.get(condition.removeprefix("without:")):
                    allowed[name] = reason
    return allowed


def main(build_status):
    allowed = allowed_skips()
    passed, failed, skipped, faults = 0, 0, 0, []
    reports = sorted(
        path
        for kind in ("surefire", "failsafe")
        for path in glob.glob(f"*/target/{kind}-reports/TEST-*.xml")
    )
    for path in reports:
        try:
            suite = ElementTree.parse(path).getroot()
        except ElementTree.ParseError as fault:
            failed += 1
            faults.append(f"unreadable report {os.path.basename(path)}: {fault}")
            continue
        for case in suite.iter("testcase"):
            name = case.get("classname") or suite.get("name")
            what = f"{name}.{case.get('name')}"
            skip = case.find("skipped")
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
                faults.append(f"failed: {what}")
            elif skip is not None:
                skipped += 1
                owner = name.split("$")[0]
                if owner in allowed:
                    print(f"ci: skipped: {what}: {allowed[owner]}")
                else:
                    faults.append(f"skipped unexpectedly: {what}: {skip.get('message') or 'no reason given'}")
            else:
                passed += 1
    if passed + failed == 0:
        faults.append("no test ran")
    if build_status != 0:
        faults.append(f"./mvnw verify ended with status {build_status}")
    for fault in faults:
        print(f"ci: {fault}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
