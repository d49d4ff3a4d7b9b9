"""A server on loopback that does to a client whatever a hostile one can, a path per threat."""

import asyncio
import gzip
import socket
import struct
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import brotli
import zstandard

Page = Callable[["Conversation"], Awaitable[None]]

FEED = b"<rss version='2.0'><channel><title>Healthy</title></channel></rss>"
MIB = 1024 * 1024
TLS_HANDSHAKE = b"\x16"


class Conversation:
    """One request, read; what a page answers with."""

    def __init__(self, head: bytes, writer: asyncio.StreamWriter, base: str, seen: int) -> None:
        self.head, self.writer, self.base, self.seen = head, writer, base, seen

    async def say(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def answer(self, body: bytes, status: str = "200 OK", **headers: str) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        await self.say("\r\n".join([*lines, "", ""]).encode() + body)

    async def redirect(self, location: str, status: str = "302 Found") -> None:
        await self.answer(b"", status, Location=location)

    def reset(self) -> None:
        """Close with RST instead of FIN."""
        sock = self.writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


PAGES: dict[str, Page] = {}


def page(path: str) -> Callable[[Page], Page]:
    def keep(function: Page) -> Page:
        PAGES[path] = function
        return function

    return keep


@page("/ok")
async def _ok(it: Conversation) -> None:
    await it.answer(FEED, ETag='"v1"')


@page("/echo")
async def _echo(it: Conversation) -> None:
    await it.answer(it.head, Set_Cookie="spy=1; Path=/")


@page("/silent")
async def _silent(it: Conversation) -> None:
    await asyncio.sleep(3600)


@page("/drip-headers")
async def _drip_headers(it: Conversation) -> None:
    await it.say(b"HTTP/1.1 200 OK\r\n")
    while True:
        await it.say(b"X-Drip: 1\r\n")
        await asyncio.sleep(0.05)


@page("/drip-body")
async def _drip_body(it: Conversation) -> None:
    await it.say(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        await it.say(b"x")
        await asyncio.sleep(0.05)


@page("/endless")
async def _endless(it: Conversation) -> None:
    await it.say(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        await it.say(b"x" * 65_536)


@page("/interim-flood")
async def _interim_flood(it: Conversation) -> None:
    while True:
        await it.say(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 50)


@page("/early-hints")
async def _early_hints(it: Conversation) -> None:
    for _ in range(3):
        await it.say(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n")
        await asyncio.sleep(0)
    await it.answer(FEED)


@page("/chatty")
async def _chatty(it: Conversation) -> None:
    """Answers, and goes on talking when nobody asks."""
    await it.answer(FEED)
    await asyncio.sleep(0.05)
    while True:
        await it.say(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" * 100)


@page("/many-headers")
async def _many_headers(it: Conversation) -> None:
    await it.answer(FEED, **{f"X-{number}": "v" for number in range(150)})


@page("/endless-header")
async def _endless_header(it: Conversation) -> None:
    await it.say(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        await it.say(b"v" * 4096)


@page("/heavy-headers")
async def _heavy_headers(it: Conversation) -> None:
    await it.answer(FEED, **{f"X-{number}": "v" * 2_000 for number in range(50)})


@page("/lying-length")
async def _lying_length(it: Conversation) -> None:
    await it.say(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + FEED)


@page("/cut-chunks")
async def _cut_chunks(it: Conversation) -> None:
    await it.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n40\r\nhel")


@page("/chunk-flood")
async def _chunk_flood(it: Conversation) -> None:
    """A byte a chunk: much work for the parser, little body."""
    await it.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        await it.say(b"1\r\nx\r\n" * 8_192)


@page("/chunk-extension")
async def _chunk_extension(it: Conversation) -> None:
    await it.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;")
    while True:
        await it.say(b"x" * 65_536)


@page("/trailer-flood")
async def _trailer_flood(it: Conversation) -> None:
    await it.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n")
    while True:
        await it.say(b"X-Trailer: v\r\n" * 1_000)


@page("/lying-chunk")
async def _lying_chunk(it: Conversation) -> None:
    await it.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nhello")


@page("/two-lengths")
async def _two_lengths(it: Conversation) -> None:
    await it.say(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\nhello")


@page("/not-http")
async def _not_http(it: Conversation) -> None:
    await it.say(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")


@page("/closed")
async def _closed(it: Conversation) -> None:
    """Nothing at all is said."""


@page("/reset")
async def _reset(it: Conversation) -> None:
    it.reset()


@page("/reset-once")
async def _reset_once(it: Conversation) -> None:
    if it.seen == 1:
        it.reset()
    else:
        await it.answer(FEED)


@page("/reset-mid-body")
async def _reset_mid_body(it: Conversation) -> None:
    await it.say(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + FEED)
    await asyncio.sleep(0.05)
    it.reset()


def _bomb(path: str, body: bytes, encoding: str) -> None:
    async def answer(it: Conversation) -> None:
        await it.answer(body, Content_Encoding=encoding)

    PAGES[path] = answer


_bomb("/bomb-gzip", gzip.compress(bytes(64 * MIB)), "gzip")
_bomb("/bomb-deflate", zlib.compress(bytes(64 * MIB)), "deflate")
_bomb("/bomb-br", brotli.compress(bytes(64 * MIB), quality=1), "br")
_bomb("/bomb-zstd", zstandard.ZstdCompressor().compress(bytes(64 * MIB)), "zstd")
_bomb("/bomb-in-bomb", gzip.compress(gzip.compress(bytes(64 * MIB))), "gzip, gzip")


@page("/unoffered")
async def _unoffered(it: Conversation) -> None:
    await it.answer(FEED, Content_Encoding="compress")


@page("/cut-gzip")
async def _cut_gzip(it: Conversation) -> None:
    await it.answer(gzip.compress(FEED)[:-12], Content_Encoding="gzip")


def _cut(path: str, body: bytes, encoding: str) -> None:
    async def answer(it: Conversation) -> None:
        await it.answer(body[:-9], Content_Encoding=encoding, ETag='"half"')

    async def close(it: Conversation) -> None:
        """The same from a server of HTTP/1.0, whose bodies end where the connection does."""
        await it.say(b"HTTP/1.0 200 OK\r\nContent-Encoding: %s\r\n\r\n" % encoding.encode())
        await it.say(body[:-9])

    PAGES[path], PAGES[f"{path}-close"] = answer, close


_cut("/cut-deflate", zlib.compress(FEED * 9), "deflate")
_cut("/cut-br", brotli.compress(FEED * 9), "br")
_cut("/cut-zstd", zstandard.ZstdCompressor().compress(FEED * 9), "zstd")
_cut("/cut-plain", FEED, "identity")


@page("/close")
async def _close(it: Conversation) -> None:
    await it.say(b"HTTP/1.0 200 OK\r\n\r\n" + FEED + b"<!-- end -->\n")


@page("/damaged-gzip")
async def _damaged_gzip(it: Conversation) -> None:
    body = bytearray(gzip.compress(FEED * 9))
    body[15] ^= 0xFF
    await it.answer(bytes(body), Content_Encoding="gzip")


@page("/loop")
async def _loop(it: Conversation) -> None:
    await it.redirect("/loop")


@page("/endless-redirect")
async def _endless_redirect(it: Conversation) -> None:
    await it.say(b"HTTP/1.1 302 Found\r\nLocation: /ok\r\n\r\n")
    while True:
        await it.say(b"x" * 65_536)


@page("/endless-error")
async def _endless_error(it: Conversation) -> None:
    await it.say(b"HTTP/1.1 500 Oops\r\n\r\n")
    while True:
        await it.say(b"x" * 65_536)


@page("/slow-redirects")
async def _slow_redirects(it: Conversation) -> None:
    await asyncio.sleep(0.3)
    await it.redirect("/slow-redirects")


@page("/nowhere")
async def _nowhere(it: Conversation) -> None:
    await it.answer(b"lost", "302 Found")


@page("/huge-error")
async def _huge_error(it: Conversation) -> None:
    await it.answer(b"x" * MIB, "404 Not Found")


@page("/plain-text-at-once")
async def _plain_text_at_once(it: Conversation) -> None:
    """Answered to anything at all, a TLS handshake included."""
    await it.answer(b"speak plainly", "400 Bad Request")


@page("/to/")
async def _to(it: Conversation) -> None:
    """Redirect to whatever follows: /to/301/<location>."""
    _, _, status, location = it.head.split(b" ", 2)[1].decode().split("/", 3)
    await it.redirect(location, f"{status} Redirect")


class HostileServer:
    """Counts what it is asked."""

    def __init__(self) -> None:
        self.paths: Counter[str] = Counter()
        self.connections = 0
        self.hung_up = asyncio.Event()
        self.base = ""

    async def converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            first = await reader.read(1)
            if first == TLS_HANDSHAKE:
                await PAGES["/plain-text-at-once"](Conversation(first, writer, self.base, 1))
                return
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode()
                self.paths[path] += 1
                name = "/to/" if path.startswith("/to/") else path.partition("?")[0]
                talk = Conversation(head, writer, self.base, self.paths[path])
                await PAGES[name](talk)
                if name not in {"/ok", "/echo", "/to/", "/loop"}:
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            self.hung_up.set()
        finally:
            writer.close()


@asynccontextmanager
async def hostile_server(address: str = "127.0.0.1") -> AsyncIterator[HostileServer]:
    """Serve all pages on a loopback address."""
    hostile = HostileServer()
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(hostile.converse(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accept, address, 0)
    hostile.base = f"http://{address}:{server.sockets[0].getsockname()[1]}"
    try:
        yield hostile
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
