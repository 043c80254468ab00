#!/usr/bin/env python3
"""Prints the figures of a file of JSON lines as a table: summary.py FILE"""
import json
import sys


def spelled(value):
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def bar_of(figure):
    bars = [f">= {spelled(figure['least'])}"] if "least" in figure else []
    bars += [f"<= {spelled(figure['most'])}"] if "most" in figure else []
    return " ".join(bars)


def row_of(figure):
    reference = figure.get("reference_value")
    return [
        figure["name"],
        spelled(figure["value"]),
        figure["unit"],
        f"{figure['reference']} {spelled(reference)}" if reference is not None else "",
        f"{figure['value'] / reference:.3f}" if reference else "",
        bar_of(figure),
        {True: "met", False: "NOT MET", None: ""}[figure.get("met")],
    ]


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        figures = [json.loads(line) for line in lines if line.strip()]
    rows = [["figure", "value", "unit", "beside", "ratio", "bar", ""]] + [row_of(f) for f in figures]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    bars = [f for f in figures if "met" in f]
    print(f"{sum(f['met'] for f in bars)} of {len(bars)} bars met")


if __name__ == "__main__":
    main()
