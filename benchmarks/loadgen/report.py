#!/usr/bin/env python3
"""Markdown tables (median, min-max) from a results file: report.py results.jsonl"""
import json
import pathlib
import statistics
import sys

path = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent / "results.jsonl"
rows, wrong = {}, []
for line in open(path):
    r = json.loads(line)
    if r["kind"] == "step":
        continue
    if bad := {k: r[k] for k in ("lost", "dups", "unasked", "errors") if r.get(k)}:
        wrong.append(f"{r['kind']} {r['peer']} {bad}")
    if r.get("steal_share", 0) > .2:  # the machine was not ours: leave the run out, and say so
        print(f"(left out: {r['kind']} {r['peer']}: a round with {r['steal_share']:.0%} of the CPU time taken by the host)")
        continue
    off = round(r["offered_dps"]) if r["kind"] == "latency" else 0
    rows.setdefault((r["kind"], r["peer"], r.get("users", r.get("n", r.get("clients", 0))), off), []).append(r)
ORDER = ["nest", "chat_app", "chat_app_limits"]


def num(v):
    v = float(v)
    return f"{v:.0f}" if abs(v) >= 100 else f"{v:.1f}" if abs(v) >= 10 else f"{v:.2f}" if abs(v) >= .1 else f"{v:.3f}"


def cell(rs, key, scale=1):
    v = [r[key] * scale for r in rs if isinstance(r.get(key), (int, float)) and not isinstance(r.get(key), bool)]
    if not v:
        return "–"
    m = num(statistics.median(v))
    return m if len(v) == 1 or min(v) == max(v) else f"{m} ({num(min(v))}–{num(max(v))})"


def table(kind, head, cols, title):
    ks = sorted((k for k in rows if k[0] == kind), key=lambda k: (k[2], k[3], ORDER.index(k[1]) if k[1] in ORDER else 99))
    if not ks:
        return
    print(f"\n### {title}\n\n| peer | " + " | ".join(head) + " | reps |")
    print("|---" * (len(head) + 2) + "|")
    for k in ks:
        print(f"| {k[1]} | " + " | ".join(c(k, rows[k]) for c in cols) + f" | {len(rows[k])} |")


C = lambda key, scale=1: lambda k, rs: cell(rs, key, scale)
U, OFF = (lambda k, rs: str(k[2])), (lambda k, rs: str(k[3]))
loss = lambda k, rs: f"{sum(r['lost'] for r in rs)}/{sum(r['dups'] for r in rs)}"
table("latency", ["users", "offered del/s", "achieved del/s", "p50 ms", "p95 ms", "p99 ms", "lost/dup", "server CPU s/1000", "DB CPU s/1000", "gen CPU"],
      [U, OFF, C("achieved_dps"), C("p50_ms"), C("p95_ms"), C("p99_ms"), loss, C("srv_cpu_s_per_1000"), C("db_cpu_s_per_1000"), C("gen_cpu")], "Delivery latency at a fixed rate")
table("saturate", ["users", "max del/s", "msg/s", "p50 ms", "p99 ms", "lost/dup", "server CPU s/1000", "DB CPU s/1000", "server core", "gen CPU"],
      [U, C("achieved_dps"), C("rate"), C("p50_ms"), C("p99_ms"), loss, C("srv_cpu_s_per_1000"), C("db_cpu_s_per_1000"), C("srv_cpu"), C("gen_cpu")], "Saturation (highest rate that passed)")
table("latency", ["users", "run at del/s", "connect+auth+join alone, p50 ms", "20 at once: p50 ms", "p99 ms", "connects/s", "idle RSS MiB", "RSS KiB/user", "RSS MiB after"],
      [U, OFF, C("connect_ms_p50_alone"), C("connect_ms_p50_conc20"), C("connect_ms_p99_conc20"), C("connects_per_s_conc20"), C("rss_idle_mib"), C("rss_kib_per_user"), C("rss_after_mib")], "Connecting and memory")
table("history", ["messages", "latest 50: p50 ms", "p99 ms", "random page: p50 ms", "p99 ms", "server CPU ms", "DB CPU ms"],
      [U, C("latest_p50_ms"), C("latest_p99_ms"), C("random_page_p50_ms"), C("random_page_p99_ms"), C("random_page_srv_cpu_ms"), C("random_page_db_cpu_ms")], "History, 50 messages per fetch, one client")
table("login", ["p50 ms", "worst ms", "server CPU ms"], [C("p50_ms"), C("p99_ms"), C("srv_cpu_ms")], "Password login, one at a time")
answers = lambda k, rs: ", ".join(f"{what}: {min(c)}–{max(c)}" if min(c) < max(c) else f"{what}: {max(c)}"
                                  for what in sorted({w for r in rs for w in r["statuses"]}) for c in [[r["statuses"].get(what, 0) for r in rs]])
kept = lambda k, rs: f"{sum(r['lost_history'] for r in rs)}/{sum(r['lost_live'] for r in rs)}/{sum(r['dups'] for r in rs)}"
table("rest", ["clients", "requests/s", "post: p50 ms", "p99 ms", "read 50: p50 ms", "p99 ms", "to the page: p50 ms", "p99 ms", "lost in history/at the page/doubled", "server CPU ms a request", "DB CPU ms", "gen CPU"],
      [U, C("rps"), C("post_p50_ms"), C("post_p99_ms"), C("read_p50_ms"), C("read_p99_ms"), C("live_p50_ms"), C("live_p99_ms"), kept, C("srv_cpu_ms_per_request"), C("db_cpu_ms_per_request"), C("gen_cpu")],
      "REST: every client posts and reads in turn, while a page is open")
table("rest", ["clients", "answers in all"], [U, answers], "REST: answers by status")
table("limits", ["clients", "answers in all", "acknowledged", "lost in history/at the page/doubled"], [U, answers, C("acknowledged"), kept], "REST with the limits as they come: nothing but 429 besides")

NAMED = [
    ("latency", "p50_ms", "delivery, p50 ms"), ("latency", "p99_ms", "delivery, p99 ms"),
    ("latency", "srv_cpu_s_per_1000", "server CPU s per 1,000 deliveries"), ("latency", "rss_kib_per_user", "memory KiB per connected person"),
    ("history", "latest_p50_ms", "history page of 50, newest, p50 ms"), ("history", "latest_p99_ms", "history page of 50, newest, p99 ms"),
    ("history", "random_page_p50_ms", "history page of 50, anywhere, p50 ms"), ("history", "random_page_p99_ms", "history page of 50, anywhere, p99 ms"),
    ("rest", "rps", "REST requests/s"), ("rest", "all_p50_ms", "REST, p50 ms"), ("rest", "all_p99_ms", "REST, p99 ms"),
    ("rest", "post_p99_ms", "REST post, p99 ms"), ("rest", "read_p99_ms", "REST read, p99 ms"),
]
print("\n### Side by side: medians, and the median of the rounds' ratios\n\n| figure | nest | chat_app | chat_app over nest |\n|---|---|---|---|")
for kind, key, name in NAMED:
    for place in sorted({k[2:] for k in rows if k[0] == kind}):
        pair = [rows.get((kind, peer, *place), []) for peer in ("nest", "chat_app")]
        if all(pair) and all(r.get(key) for rs in pair for r in rs):
            ratios = [b[key] / a[key] for a, b in zip(*pair)]
            cells = [num(statistics.median(r[key] for r in rs)) for rs in pair]
            print(f"| {name} ({place[0]:,}) | {cells[0]} | {cells[1]} | {num(statistics.median(ratios))} ({num(min(ratios))}–{num(max(ratios))}) |")
every = [r for rs in rows.values() for r in rs]
moods = [r["cal_ms"] for r in every if "cal_ms" in r]
if moods:
    print(f"\nThe machine: a fixed loop took {num(min(moods))} to {num(max(moods))} ms; its host took up to {max(r.get('steal_share', 0) for r in every):.0%} of the processor time.")
print("\nNothing lost, nothing twice, no error." if not wrong else "\n".join(["\nNOT AS IT SHOULD BE:", *wrong]))
sys.exit(bool(wrong))
