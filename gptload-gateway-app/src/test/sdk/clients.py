"""The SDKs of the vendors, unmodified, with nothing but a base URL and a proxy key."""

import os

import anthropic
import openai
from google import genai
from google.genai import errors, types

GATEWAY = os.environ["GATEWAY_URL"]
KEY = os.environ["GATEWAY_KEY"]
MODEL = "sim-large"
UNKNOWN = "no-such-model"
HELLO = "Hello from " + MODEL
ASKED = [{"role": "user", "content": "Hi"}]


def check(step, holds):
    if not holds:
        raise AssertionError(step)
    print("ok", step, flush=True)


def raises(step, expected, call):
    try:
        call()
    except expected as error:
        status = error.status_code if hasattr(error, "status_code") else error.code
        check(step, status == 404)
    else:
        raise AssertionError(step + ": nothing was raised")


def openai_chat(name, path):
    client = openai.OpenAI(base_url=GATEWAY + path, api_key=KEY)
    for _ in range(3):
        reply = client.chat.completions.create(model=MODEL, messages=ASKED)
    check(name + " chat", reply.choices[0].message.content == HELLO)
    stream = client.chat.completions.create(model=MODEL, messages=ASKED, stream=True)
    pieces = [chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices]
    check(name + " stream", "".join(pieces) == HELLO and len(pieces) > 1)
    check(name + " models", MODEL in [model.id for model in client.models.list()])
    raises(
        name + " error",
        openai.NotFoundError,
        lambda: client.chat.completions.create(model=UNKNOWN, messages=ASKED),
    )


def openai_responses(path):
    client = openai.OpenAI(base_url=GATEWAY + path, api_key=KEY)
    for _ in range(3):
        reply = client.responses.create(model=MODEL, input="Hi")
    check("responses chat", reply.output_text == HELLO)
    events = list(client.responses.create(model=MODEL, input="Hi", stream=True))
    pieces = [event.delta for event in events if event.type == "response.output_text.delta"]
    check("responses stream", "".join(pieces) == HELLO and events[-1].type == "response.completed")
    check("responses models", MODEL in [model.id for model in client.models.list()])
    raises(
        "responses error",
        openai.NotFoundError,
        lambda: client.responses.create(model=UNKNOWN, input="Hi"),
    )


def anthropic_messages(path):
    client = anthropic.Anthropic(base_url=GATEWAY + path, api_key=KEY)
    for _ in range(3):
        reply = client.messages.create(model=MODEL, max_tokens=50, messages=ASKED)
    check("anthropic chat", reply.content[0].text == HELLO)
    with client.messages.stream(model=MODEL, max_tokens=50, messages=ASKED) as stream:
        pieces = list(stream.text_stream)
    check("anthropic stream", "".join(pieces) == HELLO and len(pieces) > 1)
    check("anthropic models", MODEL in [model.id for model in client.models.list()])
    raises(
        "anthropic error",
        anthropic.NotFoundError,
        lambda: client.messages.create(model=UNKNOWN, max_tokens=50, messages=ASKED),
    )


def gemini_native(path):
    client = genai.Client(api_key=KEY, http_options=types.HttpOptions(base_url=GATEWAY + path))
    for _ in range(3):
        reply = client.models.generate_content(model=MODEL, contents="Hi")
    check("gemini chat", reply.text == HELLO)
    pieces = [chunk.text for chunk in client.models.generate_content_stream(model=MODEL, contents="Hi")]
    check("gemini stream", "".join(piece or "" for piece in pieces) == HELLO and len(pieces) > 1)
    check("gemini models", "models/" + MODEL in [model.name for model in client.models.list()])
    raises(
        "gemini error",
        errors.ClientError,
        lambda: client.models.generate_content(model=UNKNOWN, contents="Hi"),
    )


openai_chat("openai", "/proxy/python-openai/v1")
openai_responses("/proxy/python-openai-response/v1")
anthropic_messages("/proxy/python-anthropic")
gemini_native("/proxy/python-gemini")
openai_chat("gemini-openai", "/proxy/python-gemini/v1beta/openai/")
