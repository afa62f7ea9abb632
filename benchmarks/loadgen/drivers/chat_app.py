"""Driver for this application: speaks to it over the same websocket, and with the same events, as its page.

A page is sent the newest messages as they are now, not the one that is new: a marker counts at its first
arrival. `again` says how often markers came a second time, inside later states; twice within one state
would show twice in the page, and counts as a double.
"""
import asyncio
import base64
import hashlib
import hmac
import json
import random
import re
import time
import uuid
from collections import Counter

import asyncpg
import bcrypt

from http1 import Conn
from sio_wire import SioClient
from .base import Client, Driver, History, Rest
from .socketio_rest import PASSWORD

STATES = "reflex___state____state.chat_app___ui___states"
SEND = f"{STATES}___composer____composer_state.send_message"
FOLLOW = f"{STATES}___presence____presence_state.follow"
MARKER = re.compile(rb"~#\d{9}#~")
SHOWING = re.compile(rb'"showing_rx_state_": ?([1-9]\d*)')
HYDRATE = "reflex___state____state.hydrate_and_load"


def b64(b):
    return base64.urlsafe_b64encode(b).rstrip(b"=").decode()


class FirstArrivals:
    """Passes on to `on_data` the markers that a page sees for the first time, and those that show twice.

    `showing` will be the number that the page says it reads along with.
    """

    def __init__(self, on_data):
        self.on_data, self.seen, self.again = on_data, set(), 0
        self.showing = asyncio.get_running_loop().create_future()

    def __call__(self, index, t, payload):
        if not self.showing.done() and (told := SHOWING.search(payload)):
            self.showing.set_result(int(told[1]))
        here = MARKER.findall(payload)
        fresh = [marker for marker in here if marker not in self.seen]
        self.again += len(here) - len(fresh)
        self.seen.update(fresh)
        if len(set(here)) < len(here):
            fresh += (marker for marker, times in Counter(here).items() if times > 1)
        if fresh:
            self.on_data(index, t, b"".join(fresh))


class Page(Client):
    """One open page: the channel is shown, its person reads along."""

    def __init__(self, sio, channel):
        self.sio, self.channel = sio, channel

    def event(self, name, **payload):
        self.sio.emit("event", {"name": name, "payload": payload, "router_data": ROUTER}, ack=False)

    def send(self, text):
        self.event(SEND, channel_id=str(self.channel), client_message_id=str(uuid.uuid4()), text=text)

    async def close(self):
        await self.sio.close()


ROUTER = {"pathname": "/chat", "asPath": "/chat?channel=bench", "query": {"channel": "bench"}}


class RestHistory(History):
    def __init__(self, conn, token, channel, last):
        self.conn, self.token, self.channel, self.last = conn, token, channel, last

    async def fetch(self, back):
        before = f"&before={self.last - back + 1}" if back else ""
        path = f"/api/v1/channels/{self.channel}/messages?limit=50{before}"
        status, body = await self.conn.req("GET", path, token=self.token)
        assert status == 200, (status, body[:200])
        return len(json.loads(body)["items"])

    async def close(self):
        await self.conn.close()


class RestClient(Rest):
    def __init__(self, conn, token, channel):
        self.conn, self.token, self.path = conn, token, f"/api/v1/channels/{channel}/messages"

    def post(self, text):
        return self.conn.req("POST", self.path, json.dumps({"text": text}).encode(), token=self.token)

    def read(self, limit=50, before=""):
        return self.conn.req("GET", f"{self.path}?limit={limit}{before}", token=self.token)

    async def pages(self):
        before = ""
        while True:
            status, body = await self.read(100, before)
            assert status == 200, (status, body[:200])
            items = json.loads(body)["items"]
            if not items:
                return
            yield body
            before = f"&before={items[0]['seq']}"

    async def close(self):
        await self.conn.close()


class ChatApp(Driver):
    def __init__(self, opts):
        super().__init__(opts)
        self.port, self.dsn, self.secret = int(opts["port"]), opts["dsn"], opts["jwt_secret"]
        mark = hmac.new(self.secret.encode(), b"installation", hashlib.sha256).hexdigest()[:12]
        self.cookie = f"chat_session_{mark}"
        self.pages = []

    def token(self, i, kind="browser"):
        now = int(time.time())
        head = b64(b'{"alg":"HS256","typ":"JWT"}')
        claims = {"typ": kind, "sid": f"{i:032x}", "sub": str(self.ids[i]), "iat": now, "exp": now + 86400}
        body = b64(json.dumps(claims).encode())
        sig = hmac.new(self.secret.encode(), f"{head}.{body}".encode(), hashlib.sha256).digest()
        return f"{head}.{body}.{b64(sig)}"

    async def setup(self, n):
        db = await asyncpg.connect(self.dsn)
        condensed = base64.b64encode(hashlib.sha256(PASSWORD.encode()).digest())
        hashed = bcrypt.hashpw(condensed, bcrypt.gensalt(10)).decode()
        await db.execute(
            "insert into users(username,display_name,password_hash,color,status,created_at) "
            "select 'bench'||i, 'Bench '||i, $1, 'blue', '', now() from generate_series(0,$2::int-1) i "
            "on conflict do nothing", hashed, max(n, 1000))
        rows = await db.fetch("select id, substr(username,6)::int i from users where username ~ '^bench[0-9]+$'")
        self.ids = {r["i"]: r["id"] for r in rows}
        await db.executemany(
            "insert into sessions(id,user_id,created_at,expires_at,opened_at) "
            "values($1,$2,now(),now()+interval '1 day',now()) on conflict do nothing",
            [(f"{i:032x}", user) for i, user in self.ids.items()])
        for name in ("bench", "history"):
            await db.execute("insert into channels(name,topic,private,last_seq,created_at) values($1,'',false,0,now()) "
                             "on conflict do nothing", name)
        self.chan = await db.fetchval("select id from channels where name='bench'")
        self.hist = await db.fetchval("select id from channels where name='history'")
        await db.execute(
            "insert into memberships(channel_id,user_id,role,last_read_seq,joined_at) "
            "select c, id, 'member', 0, now() from users, unnest($1::int[]) c on conflict do nothing", [self.chan, self.hist])
        await db.execute("analyze")
        await db.close()

    async def connect(self, i, on_data):
        arrivals = FirstArrivals(on_data)
        url = f"ws://127.0.0.1:{self.port}/_event/?EIO=4&transport=websocket&token={uuid.uuid4()}"
        hello = {"event": {"name": HYDRATE, "router_data": ROUTER}}
        sio = await SioClient.open(url, i, arrivals, auth=hello, namespace="/_event",
                                   headers={"Cookie": f"{self.cookie}={self.token(i)}"})
        page = Page(sio, self.chan)
        page.event(FOLLOW, showing=await asyncio.wait_for(arrivals.showing, 60), following=True)
        self.pages.append(arrivals)
        return page

    async def login(self, i):
        if not hasattr(self, "http"):
            self.http = await Conn.open("127.0.0.1", self.port)
        body = json.dumps({"username": f"bench{i}", "password": PASSWORD}).encode()
        status, answer = await self.http.req("POST", "/api/v1/auth/login", body)
        assert status == 200, (status, answer)

    async def seed_history(self, n):
        db = await asyncpg.connect(self.dsn)
        have = await db.fetchval("select last_seq from channels where id=$1", self.hist)
        await db.execute(
            "insert into messages(channel_id,seq,author_id,text,created_at) select $1::int, i, ($2::int[])[1+i%1000], "
            "'history message number '||i||' '||repeat('lorem ipsum ',6), now()-make_interval(secs=>($3::int-i)) "
            "from generate_series($4::int+1,$3::int) i", self.hist, list(self.ids.values())[:1000], n, have)
        await db.execute("update channels set last_seq=$2 where id=$1", self.hist, max(n, have))
        await db.execute("vacuum analyze messages")
        await db.close()

    async def open_history(self, n):
        db = await asyncpg.connect(self.dsn)
        last = await db.fetchval("select last_seq from channels where id=$1", self.hist)
        await db.close()
        return RestHistory(await Conn.open("127.0.0.1", self.port), self.token(1, "access"), self.hist, last)

    async def open_rest(self, i):
        return RestClient(await Conn.open("127.0.0.1", self.port), self.token(i, "access"), self.chan)
