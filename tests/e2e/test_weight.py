"""What the pages weigh."""

import json
import re

from playwright.sync_api import Browser, Response, expect

from tests.e2e.conftest import RESULTS
from tests.e2e.people import People

MAX_BYTES = 210_000  # bytes of JavaScript and CSS on the wire; a twentieth more than when it was measured
UNWANTED = re.compile("radix|sonner|moment|plotly|recharts|lucide|socket.io-parser-debug", re.IGNORECASE)


def test_the_chat_loads_little_and_nothing_it_does_not_use(person: People, browser: Browser):
    ada = person("Ada")
    context = browser.new_context(storage_state=ada.context.storage_state())  # with nothing in its cache
    page = context.new_page()
    came: list[Response] = []
    page.on("response", lambda response: came.append(response))
    page.goto(ada.url + "/chat")
    expect(page.get_by_role("log", name="Messages")).to_be_visible()
    page.wait_for_load_state("networkidle")
    weighed = {
        response.url.removeprefix(ada.url): response.request.sizes()["responseBodySize"]
        for response in came
        if response.url.endswith((".js", ".css"))
    }
    texts = [response.text() for response in came if response.url.endswith(".js")]
    unpacked = sum(len(response.body()) for response in came if response.url.endswith((".js", ".css")))
    context.close()

    report = {
        "total": sum(weighed.values()),
        "unpacked": unpacked,
        "files": dict(sorted(weighed.items(), key=lambda one: -one[1])),
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "weight.json").write_text(json.dumps(report, indent=2) + "\n")
    sizes = f"{report['total']:,} bytes in {len(weighed)} files, {unpacked:,} unpacked"
    print(f"JavaScript and CSS of /chat: {sizes}")  # noqa: T201
    assert weighed
    assert not [path for path in weighed if UNWANTED.search(path)]
    assert not [text[:100] for text in texts if re.search("radix-ui|sonner-toast|plotly|moment.js", text)]
    assert report["total"] < MAX_BYTES
