"""A Jupyter kernel over libzmq whose cells are lists of steps, so that a test says
message by message what the kernel does.

Called with the path of a connection file. A cell is JSON: a list of objects with
one of these keys each:
  publish  type of a message; with content, and if wanted parent (number of an
           earlier execution, or "nobody"), times, pad (characters of text),
           copies (of the same message), forged (wrong signature)
  reply    content of the reply
  ask      text of a question to the user
  sleep    milliseconds
  later    milliseconds after which the steps in "steps" are done
  exit     exit code

AT_START is "die", "mute" or "forge", AT_SHUTDOWN is "ignore" or "crash".
"""
import hashlib
import hmac
import json
import os
import sys
import time
import uuid

import zmq

START = os.environ.get("AT_START", "")
SHUTDOWN = os.environ.get("AT_SHUTDOWN", "")
if START == "die":
    sys.exit("no licence for this kernel")

info = json.load(open(sys.argv[1]))
context = zmq.Context()


def bind(kind, port):
    socket = context.socket(kind)
    socket.sndhwm = 0
    if kind == zmq.ROUTER:
        # A name that nobody has is an error and not a message that vanishes.
        socket.router_mandatory = 1
    socket.bind(f"tcp://{info['ip']}:{port}")
    return socket


shell = bind(zmq.ROUTER, info["shell_port"])
control = bind(zmq.ROUTER, info["control_port"])
stdin = bind(zmq.ROUTER, info["stdin_port"])
iopub = bind(zmq.PUB, info["iopub_port"])
heartbeat = bind(zmq.REP, info["hb_port"])
executions = []
timers = []


def seal(kind, content, parent, forged=False):
    header = {"msg_id": str(uuid.uuid4()), "msg_type": kind, "session": "s",
              "username": "kernel", "date": "", "version": "5.3"}
    body = [json.dumps(part).encode() for part in (header, parent, {}, content)]
    key = b"another key" if forged else info["key"].encode()
    sign = hmac.new(key, b"".join(body), hashlib.sha256).hexdigest().encode()
    return [b"<IDS|MSG>", sign, *body]


def parent_of(step, request):
    parent = step.get("parent")
    if parent is None:
        return request["header"]
    return {"msg_id": "nobody"} if parent == "nobody" else executions[parent]["header"]


def publish(step, request):
    content = step.get("content", {})
    if "pad" in step:
        content = {"name": "stdout", "text": "x" * step["pad"]}
    for number in range(step.get("times", 1)):
        text = json.dumps(content).replace("%d", str(number))
        parts = seal(step["publish"], json.loads(text),
                     parent_of(step, request), step.get("forged", False))
        for _ in range(step.get("copies", 1)):
            iopub.send_multipart(parts)


def perform(steps, request):
    for step in steps:
        if "publish" in step:
            publish(step, request)
        elif "reply" in step:
            parts = seal("execute_reply", {"status": "ok", **step["reply"]},
                         request["header"], step.get("forged", False))
            for _ in range(step.get("copies", 1)):
                shell.send_multipart([request["from"], *parts])
        elif "ask" in step:
            question = {"prompt": step["ask"], "password": False}
            parts = seal("input_request", question, request["header"])
            stdin.send_multipart([request["from"], *parts])
        elif "sleep" in step:
            time.sleep(step["sleep"] / 1000)
        elif "later" in step:
            due = time.monotonic() + step["later"] / 1000
            timers.append((due, step["steps"], request))
        elif "exit" in step:
            os._exit(step["exit"])


def receive(socket):
    name, _, _, header, _, _, content = socket.recv_multipart()
    return {"from": name, "header": json.loads(header), "content": json.loads(content)}


def on_shell():
    request = receive(shell)
    kind = request["header"]["msg_type"]
    if kind == "kernel_info_request" and START != "mute":
        parts = seal("kernel_info_reply", {"status": "ok"}, request["header"],
                     START == "forge")
        shell.send_multipart([request["from"], *parts])
        idle = {"execution_state": "idle"}
        iopub.send_multipart(seal("status", idle, request["header"]))
    elif kind == "execute_request":
        executions.append(request)
        perform(json.loads(request["content"]["code"]), request)


def on_control():
    request = receive(control)
    if request["header"]["msg_type"] != "shutdown_request" or SHUTDOWN == "ignore":
        return
    if SHUTDOWN == "crash":
        os.abort()
    for _, steps, asked in timers:
        perform(steps, asked)
    parts = seal("shutdown_reply", {"status": "ok"}, request["header"])
    control.send_multipart([request["from"], *parts])
    context.destroy(linger=1000)
    sys.exit(0)


poller = zmq.Poller()
for socket in (shell, control, heartbeat):
    poller.register(socket, zmq.POLLIN)
while True:
    ready = dict(poller.poll(10))
    if control in ready:
        on_control()
    if heartbeat in ready:
        heartbeat.send(heartbeat.recv())
    if shell in ready:
        on_shell()
    due = [timer for timer in timers if timer[0] <= time.monotonic()]
    for timer in due:
        timers.remove(timer)
        perform(timer[1], timer[2])
