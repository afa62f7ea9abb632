#!/usr/bin/env python3
"""Markdown tables (median, min-max) from a results file: report.py results.jsonl"""
import json
import pathlib
import statistics
import sys

path = sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent / "results.jsonl"
rows = {}
for line in open(path):
    r = json.loads(line)
    if r["kind"] == "step":
        continue
    if r.get("steal_share", 0) > .2:  # the machine was not ours: leave the run out, and say so
        print(f"(left out: {r['kind']} {r['peer']} rep {r['rep']}: {r['achieved_dps']:.0f} del/s with {r['steal_share']:.0%} of the CPU time taken by the host)")
        continue
    off = round(r["offered_dps"]) if r["kind"] == "latency" else 0
    rows.setdefault((r["kind"], r["peer"], r.get("users", r.get("n", 0)), off), []).append(r)
ORDER = ["nest", "chat_app"]


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
