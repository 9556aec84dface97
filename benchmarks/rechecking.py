"""What rechecking printed numbers costs, and our 2x2 measures against SciPy's and statsmodels'.

Usage: python benchmarks/rechecking.py [-n ROUNDS]

First the checks of a second of processor time, in a process that has read the library already: the case that ships,
and one of 1,000 made-up studies (benchmarks/generate.py). Then the same tables by us and by others, whole processes
with their start, and the calls alone, by a clock inside of each process. SciPy and statsmodels are no dependencies of
ours; install them beside us to measure them.
"""

import compileall
import importlib.util
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import generate
import ratios

import ccsvi_triage

SHIPPED = Path(__file__).parent.parent / "data"
STUDIES = 1_000
RECHECK = """
import gc, sys, time
gc.disable()  # as the command line does
from ccsvi_triage.check.numbers.study import recheck
from ccsvi_triage.load.files import load, shelf_ids
read = load(sys.argv[1], shelf_ids())
assert not read.problems
begun = time.process_time()
found = [len(recheck(study).findings) for study in read.library.studies.values()]
print(sum(found), len(found), time.process_time() - begun)
"""
TABLES = """
import sys, time
begun = time.process_time()
{imports}
def measure(a, n, c, m):
    {measures}
loaded = time.process_time() - begun
tables = [(3 + k % 7, 30 + k % 11, 2 + k % 5, 31 + k % 13) for k in range(int(sys.argv[1]))]
begun = time.process_time()
for table in tables:
    measure(*table)
print(loaded, time.process_time() - begun)
"""
OURS = TABLES.format(
    imports="""
from ccsvi_triage.stats.effect import odds_ratio, risk_difference, risk_ratio
from ccsvi_triage.stats.exact import fisher
from ccsvi_triage.stats.pvalue import chi_squared
""",
    measures="risk_ratio(a, n, c, m); odds_ratio(a, n, c, m); risk_difference(a, n, c, m); "
    "fisher(a, n, c, m); chi_squared(a, n, c, m)",
)
SCIPY = TABLES.format(
    imports="""
from scipy.stats import chi2_contingency, fisher_exact
from scipy.stats.contingency import odds_ratio, relative_risk
""",
    measures="""table = [[a, n - a], [c, m - c]]
    relative_risk(a, n, c, m).confidence_interval(); odds_ratio(table, kind="sample").confidence_interval()
    fisher_exact(table); chi2_contingency(table, correction=False)""",
)
STATSMODELS = TABLES.format(
    imports="""
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep
""",
    measures="""table = Table2x2([[a, n - a], [c, m - c]])
    table.riskratio_confint(); table.oddsratio_confint(); table.test_nominal_association()
    confint_proportions_2indep(a, n, c, m, method="newcomb")""",
)
OTHERS = (
    ("SciPy: RR, OR, Fisher, chi-squared", "scipy", SCIPY),
    ("statsmodels: RR, OR, RD, chi-squared", "statsmodels", STATSMODELS),
)
FEW, MANY = 1, 2_000


def main() -> None:
    """Measure and print."""
    rounds = ratios.rounds_wanted("Rechecking printed numbers, and 2x2 tables against others.", 5)
    compileall.compile_dir(str(Path(ccsvi_triage.__file__).parent), quiet=2)
    with tempfile.TemporaryDirectory() as folder:
        generate.write(STUDIES, Path(folder))
        speeds(rounds, folder)
        print("\nWhole commands, against reading the library and checking no number")
        base = [sys.executable, "-m", "ccsvi_triage", "list", "--format", "json", "--data"]
        asked = [sys.executable, "-m", "ccsvi_triage", "recheck", "--all", "--format", "json", "--data"]
        for name, data in (("shipped", str(SHIPPED)), (f"{STUDIES} studies", folder)):
            pair = [(f"triage list, {name}", [*base, data]), (f"triage recheck --all, {name}", [*asked, data])]
            ratios.show(ratios.measure(pair, rounds))
    tables(rounds)


def speeds(rounds: int, folder: str) -> None:
    """Print how many checks a second of processor time makes."""
    print("checks a second of processor time, the library read before")
    for name, data in (("shipped", str(SHIPPED)), (f"{STUDIES} studies", folder)):
        runs = [[float(part) for part in said([sys.executable, "-c", RECHECK, data])] for _ in range(rounds)]
        found, studies, _ = runs[0]
        rates = sorted(found / seconds for _, _, seconds in runs)
        span = f"{rates[0]:,.0f} to {rates[-1]:,.0f}"
        print(
            f"{name:14} {studies:5.0f} studies {found:6.0f} checks {statistics.median(rates):9,.0f} a second ({span})"
        )


def tables(rounds: int) -> None:
    """Print what 2x2 tables cost by us and by others, with the start and without."""
    here = [(label, code) for label, package, code in OTHERS if importlib.util.find_spec(package)]
    for _, package, _ in OTHERS:
        if importlib.util.find_spec(package) is None:
            print(f"\n{package} is not installed: skipped")
    candidates = [("ours: RR, OR, RD, Fisher, chi-squared", OURS), *here]
    print(f"\nWhole processes, {FEW} table")
    commands = [(label, [sys.executable, "-c", code, str(FEW)]) for label, code in candidates]
    ratios.show(ratios.measure(commands, rounds))
    print(f"\nInside the process, {MANY:,} tables: importing, and milliseconds a table")
    clocks: dict[str, list[tuple[float, float]]] = {label: [] for label, _ in candidates}
    for _ in range(rounds):
        for label, code in candidates:
            loaded, spent = map(float, said([sys.executable, "-c", code, str(MANY)]))
            clocks[label].append((loaded, spent))
    first = clocks[candidates[0][0]]
    for label, _ in candidates:
        spans = [mine[1] / base[1] for mine, base in zip(clocks[label], first, strict=True)]
        loaded = statistics.median(each[0] for each in clocks[label])
        each_table = 1000 * statistics.median(each[1] for each in clocks[label]) / MANY
        span = f"({min(spans):.2f} to {max(spans):.2f})"
        print(f"{label:40} {loaded:6.3f} s  {each_table:7.3f} ms  {statistics.median(spans):6.2f} {span}")


def said(words: list[str]) -> list[str]:
    """Run a command, and give the words that it prints."""
    return subprocess.run(words, capture_output=True, check=True, text=True).stdout.split()


if __name__ == "__main__":
    main()
