"""Talks to an MCP server with the protocol's own SDK: the handshake of both generations of the protocol, the
tools with their schemas, and one call each, whose answers the SDK holds against those schemas."""

import asyncio
import json
import sys

from mcp import Client
from mcp.shared.exceptions import MCPError

ADDRESS, CALLS = sys.argv[1], json.loads(sys.argv[2])


def say(**values):
    print(json.dumps(values))


async def call(client, name, arguments):
    try:
        result = await client.call_tool(name, arguments)
    except MCPError as error:
        return say(call=name, refused=str(error))
    texts = [it.text for it in result.content if it.type == "text"]
    say(call=name, error=bool(result.is_error), text="\n".join(texts), answer=result.structured_content)


async def talk(mode):
    async with Client(ADDRESS, mode=mode) as client:
        say(mode=mode, version=client.session.protocol_version, server=client.server_info.name,
            title=client.server_info.title, instructions=client.instructions)
        tools = (await client.list_tools()).tools
        say(tools=[[it.name, it.input_schema, it.output_schema] for it in tools])
        for name, arguments in CALLS:
            await call(client, name, arguments)


for mode in ["auto", "legacy"]:
    asyncio.run(talk(mode))
