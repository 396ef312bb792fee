#!/usr/bin/env python3
"""What is closed stays in: of two-sites, one table after the other, all rows are closed, and their keys and
what is written in their own words are replaced by marks; then nothing that public or partners' copies hold, with parties and options compared, may hold a mark.

leaks.py PROGRAM FOLDER: the program; an empty folder to work in. Where a table cannot be closed as a whole (no place, no item is left), its rows
are closed one by one. Closed is what is for partners, of a public copy, or restricted, of one for partners or the public; in the latter all other rows
are public, as these may name what is closed. In copies for those who may see everything each table must show a mark.
"""
import csv
import glob
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile

SCENARIO = "scenarios/two-sites"
WORDS = {"source", "name", "text", "description", "donor", "run_by", "secured_by", "method", "note", "topic", "stage"}
COPIES = [("public", "partners"), ("public", "restricted"), ("partners", "restricted"), ("restricted", "restricted")]  # for whom, and what is closed
KEYS = {"claims": "claim_id", "conditions": "condition_id", "construction": "construction_id", "crews": "crew_id", "escorts": "escort_id",
        "facilities": "facility_id", "fleets": "fleet_id", "items": "item_id", "links": "link_id", "options": "set_id", "places": "place_id",
        "pledges": "pledge_id", "projects": "project_id", "targets": "target_id"}
WITHOUT_SENSITIVITY = {"scenario", "standards"}  # about the scenario, and what the field publishes
MARK = re.compile(r"z[kq][a-z_]+\d+q")  # a key, or words


def read_table(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    return rows[0], [row + [""] * (len(rows[0]) - len(row)) for row in rows[1:]]


def write_table(path, header, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


def rename(keys, folder):
    """Keys by their marks, wherever they stand: alone, or in a claim's indicator."""
    for path in glob.glob(f"{folder}/*.csv"):
        header, rows = read_table(path)
        for row in rows:
            for k, column in enumerate(header):
                if column == "indicator":
                    row[k] = ":".join(keys.get(word, word) for word in row[k].split(":"))
                elif column.endswith("_id"):
                    row[k] = keys.get(row[k], row[k])
        write_table(path, header, rows)


def add_column(header, rows, column):
    if column not in header:
        header.append(column)
        for row in rows:
            row.append("")


def open_rows(folder):
    """Every row public: what they name may be closed still."""
    for path in glob.glob(f"{folder}/*.csv"):
        header, rows = read_table(path)
        add_column(header, rows, "sensitivity")
        for row in rows:
            row[header.index("sensitivity")] = "public"
        write_table(path, header, rows)


def write_closed(table, folder, only, level):
    """The scenario with rows of the table closed (all, or the one), into the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SCENARIO, folder)
    if level == "restricted":
        open_rows(folder)
    path = f"{folder}/{table}.csv"
    header, rows = read_table(path)
    if header[0] == KEYS.get(table):
        rename({row[0]: f"zk{table}{at}q" for at, row in enumerate(rows) if only is None or at == only}, folder)
        header, rows = read_table(path)
    add_column(header, rows, "source")
    add_column(header, rows, "sensitivity")
    for at, row in enumerate(rows):
        if only is not None and at != only:
            continue
        row[header.index("sensitivity")] = level
        for k, column in enumerate(header):
            if column == "source" or (column in WORDS and row[k]):
                row[k] = f"zq{table}{at}q"
    write_table(path, header, rows)


def texts(path):
    """All that can be read in a file of a copy."""
    if path.endswith(".gpkg"):
        base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        for (name,) in base.execute("select name from sqlite_master where type = 'table'").fetchall():
            for row in base.execute(f'select * from "{name}"'):
                yield " ".join(str(value) for value in row)
        base.close()
    if path.endswith((".xlsx", ".ods")):
        with zipfile.ZipFile(path) as book:
            for name in book.namelist():
                yield book.read(name).decode("utf-8", "replace")
    with open(path, "rb") as file:
        yield file.read().decode("utf-8", "replace")


def marks_in(folder):
    found = {}
    for path in sorted(glob.glob(f"{folder}/**/*", recursive=True)):
        if os.path.isfile(path):
            for text in texts(path):
                for mark in MARK.findall(text):
                    found.setdefault(mark, set()).add(os.path.relpath(path, folder))
    return found


def copy_of(program, audience, scenario, out, log):
    """Compares and plans for the audience; False where too little is left for a copy."""
    command = [program, "compare", scenario, "-o", out, "--overwrite", "--for", audience, "--no-targets", "--weeks", "1"]
    with open(log, "w", encoding="utf-8") as file:
        code = subprocess.run(command, stdout=file, stderr=file, check=False).returncode
    if code in (0, 1):
        return True
    if code in (3, 4):
        return False
    sys.exit(f"exit {code}: {' '.join(command)}\n{open(log, encoding='utf-8').read()}")


def main():
    program, work = sys.argv[1:]
    n_copies = 0
    leaks = []
    for audience, level in COPIES:
        for path in sorted(glob.glob(f"{SCENARIO}/*.csv")):
            table = os.path.basename(path)[:-4]
            if table in WITHOUT_SENSITIVITY:
                continue
            n_rows = len(read_table(path)[1])
            tries, n_before = [None], n_copies
            while tries:
                only = tries.pop(0)
                out = f"{work}/out"
                write_closed(table, f"{work}/scenario", only, level)
                shutil.rmtree(out, ignore_errors=True)
                if not copy_of(program, audience, f"{work}/scenario", out, f"{work}/log"):
                    tries += range(n_rows) if only is None else []
                    continue
                n_copies += 1
                found = marks_in(out)
                with open(f"{work}/log", encoding="utf-8") as file:
                    for mark in MARK.findall(file.read()):
                        found.setdefault(mark, set()).add("the terminal")
                if audience == "restricted":
                    leaks += [] if found else [f"{table}: no mark is found even where all is shown"]
                    continue
                if (audience, level) == ("public", "partners"):  # keys are told: what was asked or claimed, the options compared, what a public row names
                    found = {mark: files for mark, files in found.items() if not mark.startswith("zk")}
                leaks += [f"{audience}, {level}: {mark} in {', '.join(sorted(files))}" for mark, files in sorted(found.items())]
            if n_copies == n_before:
                leaks.append(f"{audience}, {level}: no copy can be made with {table} closed")
    print("\n".join(leaks) if leaks else f"no word of what is closed in {n_copies} copies")
    return 1 if leaks else 0


sys.exit(main())
