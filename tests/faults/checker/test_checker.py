#!/usr/bin/env python3
"""A checker that finds nothing proves nothing: a small sale in which all is well, then one fault after the
other planted in it, each of which must be found, and found under its own promise."""
import copy
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))
import check_sale
import promises
from evidence import Evidence, Operation, read_dump, read_history, read_ledger

BEGAN = 1_760_000_000_000_000
SECOND = promises.SECOND


def order_row(number, status="paid", **more):
    row = {"kind": "order", "order": f"o{number}", "sale": "demo", "run": 1, "person": f"p{number}",
           "key": f"k{number}", "status": status, "amount": 1000, "slot": 1, "method": "card", "review": "",
           "ended": status in promises.ENDS, "created": BEGAN + number * SECOND}
    return {**row, **more}


def good_sale():
    """Three paid, one declined, one sold out and let go, and what their buyers saw."""
    made = Evidence()
    tables = made.tables
    tables["sale"] = [{"sale": "demo", "keeps": True}]
    tables["provider"] = [{"provider": "sim", "rate": 5, "endpoint_rate": 5}]
    tables["stock"] = [{"product": 1, "sale": "demo", "total": 3, "held": 0, "sold": 3, "per_person": 1,
                        "sold_out": True}]
    tables["slot"] = [{"slot": 1, "sale": "demo", "total": 3, "held": 0, "sold": 3}]
    statuses = ["paid", "paid", "paid", "declined", "sold_out"]
    for number, status in enumerate(statuses, 1):
        tables["order"].append(order_row(number, status))
        tables["line"].append({"order": f"o{number}", "product": 1, "qty": 1, "price": 1000})
        received = 1000 if status == "paid" else 0
        standing = {"paid": "succeeded", "sold_out": "canceled"}.get(status, "requires_payment_method")
        made.payments.append({"id": f"pi_{number}", "order": f"o{number}", "amount": 1000,
                              "received": received, "status": standing})
        asked = BEGAN + number * SECOND
        made.calls.append(call_at(asked + 100, "create", f"pi_{number}"))
        if status != "declined":
            made.calls.append(call_at(asked + 200, "capture" if received else "cancel", f"pi_{number}"))
        made.history += [
            Operation(asked - 900, asked - 800, f"c{number}", "join", "ok", 201, number=number),
            Operation(asked, asked + 500, f"c{number}", "order", "ok" if received else "failed",
                      201 if received else 409, f"k{number}", order=f"o{number}", status=status,
                      problem="sold-out" if status == "sold_out" else "", lines=[[1, 1]])]
        if status == "paid":
            tables["reservation"].append({"product": 1, "first": number, "qty": 1, "order": f"o{number}",
                                          "person": f"p{number}"})
            tables["payment"].append({"order": f"o{number}", "attempt": 1, "provider": "sim",
                                      "reference": f"pi_{number}", "standing": "captured", "amount": 1000})
    made.calls.sort(key=lambda call: call["at_us"])
    return made


def call_at(at, endpoint="create", intent="pi_1", status=200, effect="succeeded"):
    return {"at_us": at, "endpoint": endpoint, "key": "", "intent": intent, "status": status,
            "effect": effect}


def row_of(made, kind, **which):
    return next(row for row in made.tables[kind] if all(row[key] == value for key, value in which.items()))


def mark(at, what, of="postgres", rate=0):
    return Operation(at, at, "", "mark", "ok", what=what, of=of, rate=rate)


class Planted(unittest.TestCase):
    def setUp(self):
        self.made = good_sale()

    def finds(self, promise, words):
        found = check_sale.judge(self.made)
        self.assertIn(promise, found, f"nothing was found under {promise}: {found}")
        self.assertTrue(any(words in finding for finding in found[promise]), found[promise])

    def payment(self, number):
        return self.made.payments[number - 1]

    def test_a_good_sale_has_no_findings(self):
        self.assertEqual(check_sale.judge(self.made), {})

    # I1
    def test_overlapping_units(self):
        row_of(self.made, "reservation", order="o2")["first"] = 1
        self.finds("I1", "unit 1 was given out twice")

    def test_overlap_inside_a_longer_interval(self):
        row_of(self.made, "reservation", order="o1")["qty"] = 3
        self.finds("I1", "unit 2 was given out twice")

    def test_more_units_than_there_are(self):
        row_of(self.made, "stock")["total"] = 2
        self.finds("I1", "3 units given out of 2")

    def test_a_counter_that_lies(self):
        row_of(self.made, "stock")["sold"] = 2
        self.finds("I1", "3 units of paid orders, 2 sold")

    def test_an_overfilled_slot(self):
        row_of(self.made, "slot")["total"] = 2
        self.finds("I1", "3 places taken of 2")

    def test_units_of_a_cancelled_order(self):
        row_of(self.made, "order", order="o1")["status"] = "cancelled"
        self.finds("I1", "is cancelled and has 1 units")

    def test_units_of_no_order(self):
        row_of(self.made, "reservation", order="o1")["order"] = "o99"
        self.finds("I1", "is missing and has 1 units")

    def test_more_units_than_a_person_may_have(self):
        for number in (1, 2):
            row_of(self.made, "reservation", order=f"o{number}")["person"] = "p1"
        self.finds("I1", "person p1 has 2 units")

    # I2
    def test_a_forged_paid_row(self):
        self.made.tables["order"].append(order_row(6))
        self.made.tables["line"].append({"order": "o6", "product": 1, "qty": 1, "price": 1000})
        self.finds("I2", "order o6 is paid and nothing was captured")

    def test_a_removed_capture(self):
        self.payment(1).update(received=0, status="canceled")
        self.finds("I2", "order o1 is paid and nothing was captured")

    def test_a_second_capture(self):
        self.made.payments.append({**self.payment(1), "id": "pi_twice"})
        self.finds("I2", "order o1 was captured 2 times")

    def test_a_capture_of_another_amount(self):
        self.payment(1)["received"] = 999
        self.finds("I2", "costs 1000 and 999 was captured")

    def test_a_capture_without_an_order(self):
        self.made.payments.append({**self.payment(1), "id": "pi_lost", "order": "o99"})
        self.finds("I2", "an order that does not exist")

    def test_a_capture_of_an_order_that_ended_unpaid(self):
        self.payment(5).update(received=1000, status="succeeded")
        self.finds("I2", "order o5 is sold_out")

    def test_a_paid_order_without_its_units(self):
        self.made.tables["reservation"].pop()
        self.finds("I2", "wanted 1 of product 1 and has 0")

    def test_an_amount_that_is_not_its_lines(self):
        row_of(self.made, "line", order="o1")["qty"] = 2
        self.finds("I2", "costs 1000, its lines 2000")

    def test_a_refund_is_no_falsehood(self):
        self.payment(5).update(received=1000, refunded=1000, status="succeeded")
        self.assertEqual(check_sale.judge(self.made), {})

    # I3, I4
    def test_a_paid_order_that_is_gone(self):
        self.made.tables["order"] = [row for row in self.made.tables["order"] if row["order"] != "o1"]
        self.finds("I3", "o1 was shown as paid and is missing")

    def test_an_authorisation_left_open(self):
        self.payment(5)["status"] = "requires_capture"
        self.finds("I4", "neither captured nor voided")

    def test_a_page_left_open_after_the_end(self):
        self.payment(5)["status"] = "requires_action"
        self.finds("I4", "its order has ended")

    def test_an_order_that_never_ends(self):
        row_of(self.made, "order", order="o5").update(status="voiding", ended=False)
        self.finds("I4", "order o5 is still voiding")

    # I5
    def test_a_fuller_second(self):
        self.made.calls += [call_at(BEGAN + 50 * SECOND + gap, "list") for gap in range(0, 900_000, 150_000)]
        self.finds("I5", "6 calls in the second before")

    def test_a_second_across_two_full_ones(self):
        at = BEGAN + 50 * SECOND
        self.made.calls += [call_at(at + 900_000 + gap, "list") for gap in (0, 1, 2, 300_000, 300_001, 300_002)]
        self.finds("I5", "6 calls in the second before")

    def test_a_full_second_is_none(self):
        self.made.calls += [call_at(BEGAN + 50 * SECOND + gap, "list") for gap in range(5)]
        self.made.calls += [call_at(BEGAN + 51 * SECOND + gap, "list") for gap in range(5)]
        self.assertEqual(check_sale.judge(self.made), {})

    def test_an_old_rate_after_a_limit_was_lowered(self):
        at = BEGAN + 50 * SECOND
        self.made.history.append(mark(at, "limit", "provider", 2))
        self.made.calls += [call_at(at + 4 * SECOND + gap, "list") for gap in range(3)]
        self.finds("I5", "3 calls in the second before")

    def test_a_lowered_limit_has_two_seconds(self):
        at = BEGAN + 50 * SECOND
        self.made.history.append(mark(at, "limit", "provider", 2))
        self.made.calls += [call_at(at + SECOND + gap, "list") for gap in range(5)]
        self.assertEqual(check_sale.judge(self.made), {})

    def test_a_refused_finishing_call(self):
        self.made.calls.append(call_at(BEGAN + 50 * SECOND, "capture", status=429, effect="refused"))
        self.finds("I5", "finishing call capture")

    def test_a_payment_held_by_another_call_is_no_limit(self):
        self.made.calls.append(call_at(BEGAN + 50 * SECOND, "capture", status=429, effect="none"))
        self.assertEqual(check_sale.judge(self.made), {})

    # I6
    def test_a_number_given_twice(self):
        self.made.history.append(Operation(BEGAN + 9 * SECOND, BEGAN + 9 * SECOND + 1, "c9", "join", "ok",
                                           201, number=3))
        self.finds("I6", "number 3 was given to two people")

    def test_a_number_before_one_that_was_answered_earlier(self):
        self.made.history += [
            Operation(BEGAN + 20 * SECOND, BEGAN + 20 * SECOND + 1, "c9", "join", "ok", 201, number=20),
            Operation(BEGAN + 21 * SECOND, BEGAN + 21 * SECOND + 1, "c10", "join", "ok", 201, number=19)]
        self.finds("I6", "number 19 was given after number 20")

    def test_a_number_that_changes(self):
        self.made.history.append(Operation(BEGAN + 20 * SECOND, BEGAN + 20 * SECOND + 1, "c1", "join", "ok",
                                           200, number=40))
        self.finds("I6", "client c1 had number 1, then 40")

    # I7
    def test_told_failure_and_charged(self):
        self.made.history.append(Operation(BEGAN + 8 * SECOND, BEGAN + 8 * SECOND + 1, "c1", "look", "ok",
                                           200, order="o1", status="cancelled"))
        self.finds("I7", "o1 was told cancelled and charged 1000")

    def test_told_bought_and_not_charged(self):
        self.payment(2).update(received=0, status="canceled")
        self.finds("I7", "o2 was told bought and charged nothing")

    def test_an_end_that_is_taken_back(self):
        self.made.history.append(Operation(BEGAN + 8 * SECOND, BEGAN + 8 * SECOND + 1, "c4", "look", "ok",
                                           200, order="o4", status="authorising"))
        self.finds("I7", "shown as declined, then as authorising")

    def test_refused_by_key_and_charged(self):
        self.made.history.append(Operation(BEGAN + 8 * SECOND, BEGAN + 8 * SECOND + 1, "c1", "order",
                                           "failed", 409, "k1", problem="sold-out", lines=[[1, 1]]))
        self.finds("I7", "refused as sold-out and charged 1000")

    def test_sold_out_while_units_are_left(self):
        row_of(self.made, "stock")["total"] = 4
        self.finds("I7", "product 1 was refused as sold out and 1 are left")

    # I11
    def test_a_store_that_stays_away_for_the_buyers(self):
        at = BEGAN + 60 * SECOND
        self.made.history += [mark(at - 5 * SECOND, "fault"), mark(at, "back"),
                              Operation(at + 11 * SECOND, at + 11 * SECOND + 1, "c1", "order", "failed", 503,
                                        "k70", problem="orders-paused")]
        self.finds("I11", "11.0 s later order was answered orders-paused")

    def test_nobody_is_served_after_a_fault(self):
        self.made.history += [mark(BEGAN + 60 * SECOND, "back")]
        self.finds("I11", "nobody was served")

    def test_a_store_that_comes_back_in_time(self):
        at = BEGAN + 60 * SECOND
        self.made.history += [mark(at - 5 * SECOND, "fault"), mark(at, "back"),
                              Operation(at + 9 * SECOND, at + 9 * SECOND + 1, "c1", "look", "failed", 503,
                                        problem="unavailable"),
                              Operation(at + 12 * SECOND, at + 12 * SECOND + 1, "c1", "look", "ok", 200)]
        self.assertEqual(check_sale.judge(self.made), {})


class Slides(unittest.TestCase):
    def test_agrees_with_the_definition_of_a_sliding_second(self):
        for seed in range(200):
            chance = random.Random(seed)
            calls = sorted((call_at(BEGAN + chance.randrange(4 * SECOND)) for _ in range(40)),
                           key=lambda call: call["at_us"])
            times = [call["at_us"] for call in calls]
            most = max(sum(at - SECOND < other <= at for other in times) for at in times)
            for rate in (most - 1, most):
                found = list(promises.fuller_seconds(calls, rate, [], "calls"))
                self.assertEqual(bool(found), rate < most, f"seed {seed}")


class Program(unittest.TestCase):
    """From files to an exit status, as a test calls it."""

    def run_on(self, made, spoil=None):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            lines = [json.dumps(vars(one)) for one in made.history]
            (root / "history").write_text("\n".join(lines) + "\n", encoding="utf-8")
            rows = [json.dumps({"kind": kind, **row}) for kind, many in made.tables.items() for row in many]
            (root / "dump").write_text("\n".join(rows) + "\n", encoding="utf-8")
            ledger = {"calls": made.calls, "payments": made.payments}
            (root / "ledger").write_text(json.dumps(ledger), encoding="utf-8")
            if spoil:
                (root / spoil).write_text("{", encoding="utf-8")
            program = pathlib.Path(__file__).with_name("check_sale.py")
            return subprocess.run([sys.executable, str(program), "--history", str(root / "history"),
                                   "--dump", str(root / "dump"), "--ledger", str(root / "ledger")],
                                  capture_output=True, text=True, check=False)

    def test_says_that_all_is_well(self):
        run = self.run_on(good_sale())
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertEqual(json.loads(run.stdout.splitlines()[-1])["paid"], 3)

    def test_says_what_is_wrong(self):
        made = copy.deepcopy(good_sale())
        made.payments[0]["received"] = 0
        run = self.run_on(made)
        self.assertEqual(run.returncode, 1)
        self.assertIn("I2: order o1 is paid and nothing was captured", run.stdout)

    def test_says_that_it_cannot_read(self):
        for spoilt in ("history", "dump", "ledger"):
            with self.subTest(spoilt):
                self.assertEqual(self.run_on(good_sale(), spoilt).returncode, 2)

    def test_evidence_is_read_as_written(self):
        made = good_sale()
        with tempfile.NamedTemporaryFile("w+", suffix=".jsonl") as file:
            file.write(json.dumps(vars(made.history[0])) + "\n")
            file.flush()
            self.assertEqual(read_history([file.name]), [made.history[0]])
        self.assertEqual(read_dump(json.dumps({"kind": "sale", "sale": "demo"}))["sale"][0]["sale"], "demo")
        self.assertEqual(read_ledger('{"calls": [], "payments": []}'), ([], []))


if __name__ == "__main__":
    unittest.main()
