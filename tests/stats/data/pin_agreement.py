"""Make ``agreement_two.csv`` and ``agreement_many.csv``: coefficients of statsmodels and irrCAC.

Neither program is needed by the package or its tests. Two people: kappa and the linearly weighted one with their errors
from statsmodels; AC1 from irrCAC. Several people: Fleiss' kappa and AC1 with errors and limits from irrCAC.
"""

import csv
import importlib
import random
from pathlib import Path
from typing import Any

np: Any = importlib.import_module("numpy")
pd: Any = importlib.import_module("pandas")
inter_rater: Any = importlib.import_module("statsmodels.stats.inter_rater")
raw: Any = importlib.import_module("irrCAC.raw")

HERE = Path(__file__).parent
ROUNDING = 1e-6
"""Below this an error of statsmodels is what rounding leaves of zero."""
NAMED = [
    [[88, 14, 18], [10, 40, 10], [2, 6, 12]],
    [[106, 10, 4], [22, 28, 10], [2, 12, 6]],
    [[118, 5], [2, 0]],
    [[20, 5], [10, 15]],
    [[1, 1], [0, 1]],
    [[9, 1, 0, 0], [2, 5, 0, 1], [0, 0, 0, 0], [0, 1, 0, 3]],
]


def tables(chance: random.Random) -> list[list[list[int]]]:
    made = list(NAMED)
    while len(made) < 30:
        size = chance.randint(2, 5)
        table = [[chance.choice((0, 0, 1, 2, 5, 20)) for _ in range(size)] for _ in range(size)]
        for i in range(size):
            table[i][i] += chance.choice((0, 1, 8))
        if sum(map(sum, table)) > 2:
            made.append(table)
    return made


def coefficients(rows: list[list[str]], categories: list[str], which: str) -> list[float]:
    ratings = pd.DataFrame(rows)
    found = getattr(raw.CAC(ratings, categories=categories, digits=16), which)()["est"]
    low, high = found["confidence_interval"]
    return [found["coefficient_value"], found["se"], low, high]


def write(name: str, columns: list[str], origin: str, rows: list[list[Any]]) -> None:
    with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(f"# made by pin_agreement.py with {origin}\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def two(chance: random.Random) -> None:
    rows: list[list[Any]] = []
    for table in tables(chance):
        words = [chr(97 + at) for at in range(len(table))]
        plain = inter_rater.cohens_kappa(np.array(table))
        weighted = inter_rater.cohens_kappa(np.array(table), wt="linear")
        if min(plain.std_kappa, weighted.std_kappa) < ROUNDING:
            continue
        people = [[words[i], words[j]] for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
        ac1 = coefficients(people, words, "gwet")
        told = [plain.kappa, plain.std_kappa, plain.kappa_low, plain.kappa_upp, weighted.kappa, weighted.std_kappa]
        text = "/".join(" ".join(map(str, row)) for row in table)
        rows.append([text, *map(repr, map(float, told)), *map(repr, map(float, ac1[:2]))])
    columns = ["table", "kappa", "kappa_se", "kappa_lo", "kappa_hi", "weighted", "weighted_se", "ac1", "ac1_se"]
    write("agreement_two", columns, "statsmodels 0.14 and irrCAC 0.4", rows)


def many(chance: random.Random) -> None:
    rows: list[list[Any]] = []
    while len(rows) < 25:
        size, people, items = chance.randint(2, 5), chance.randint(2, 6), chance.choice((2, 3, 8, 20, 40))
        words = [chr(97 + at) for at in range(size)]
        ratings = []
        for _ in range(items):
            truth = chance.choice(words)
            ratings.append([truth if chance.random() < 0.7 else chance.choice(words) for _ in range(people)])
        if len({word for row in ratings for word in row}) < 2:
            continue
        fleiss, ac1 = coefficients(ratings, words, "fleiss"), coefficients(ratings, words, "gwet")
        text = "/".join("".join(row) for row in ratings)
        rows.append([text, "".join(words), *(repr(float(value)) for value in (*fleiss, *ac1))])
    told = [f"{name}{end}" for name in ("fleiss", "ac1") for end in ("", "_se", "_lo", "_hi")]
    write("agreement_many", ["ratings", "words", *told], "irrCAC 0.4", rows)


if __name__ == "__main__":
    two(random.Random(20))  # noqa: S311 -- drawn for tests
    many(random.Random(21))  # noqa: S311
