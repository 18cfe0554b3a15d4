"""Debian's kernel test suite against one of our kernels: kernel_suite.py NAME."""
import sys
import unittest

import jupyter_kernel_test
from jupyter_client.manager import start_new_kernel
from jupyter_client.session import Session

TIMEOUT = 30


class KernelSuite(jupyter_kernel_test.KernelTests):
    kernel_name = sys.argv[1]
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("oops")'
    code_generate_error = 'throw new Error("x")'
    complete_code_samples = ["1", "const a = 1;"]
    incomplete_code_samples = ["function f() {"]
    invalid_code_samples = [")"]


class DenoSuite(KernelSuite):
    """What Deno's kernel can do and tslab's cannot."""

    completion_samples = [{"text": "Math.sq", "matches": {"sqrt"}}]
    code_execute_result = [{"code": "6 * 7", "result": "42"}]
    code_display_data = [
        {"code": "await Deno.jupyter.display({'text/html': '<p>'}, {raw: true})", "mime": "text/html"}
    ]
    code_clear_output = 'await Deno.jupyter.broadcast("clear_output", {wait: false})'

    def finish(self, msg_id):
        reply = self.get_non_kernel_info_reply(timeout=TIMEOUT)
        self.assertEqual(reply["parent_header"]["msg_id"], msg_id)
        texts = []
        while True:
            msg = self.kc.get_iopub_msg(timeout=TIMEOUT)
            if msg["parent_header"].get("msg_id") != msg_id:
                continue
            if msg["content"].get("execution_state") == "idle":
                return reply["content"], texts
            texts.append(msg["content"].get("text") or msg["content"].get("evalue"))

    def test_input(self):
        self.flush_channels()
        msg_id = self.kc.execute('console.log("Hej " + prompt("Navn?"))', allow_stdin=True)
        question = self.kc.get_stdin_msg(timeout=TIMEOUT)
        self.assertEqual(question["msg_type"], "input_request")
        self.assertIn("Navn?", question["content"]["prompt"])
        self.kc.input("Maja Ærø")
        content, texts = self.finish(msg_id)
        self.assertEqual(content["status"], "ok")
        self.assertIn("Hej Maja Ærø\n", texts)

    def test_input_of_a_client_that_hangs_up(self):
        self.flush_channels()
        other = self.km.client(session=Session(key=self.km.session.key))
        other.start_channels()
        other.wait_for_ready(timeout=TIMEOUT)
        other.execute('prompt("Navn?")', allow_stdin=True)
        other.get_stdin_msg(timeout=TIMEOUT)
        other.stop_channels()
        self.assertIn("on\n", self.finish(self.kc.execute('console.log("on")'))[1])

    def test_input_of_a_client_without_input(self):
        self.flush_channels()
        msg_id = self.kc.execute('console.log(prompt("Navn?"))', allow_stdin=False)
        self.assertIn("null\n", self.finish(msg_id)[1])

    def test_interrupt_of_a_loop_keeps_variables(self):
        self.flush_channels()
        self.finish(self.kc.execute("const kept = 7"))
        msg_id = self.kc.execute('console.log("on"); for (;;);')
        self.wait_for("on\n")
        self.km.interrupt_kernel()
        content, _ = self.finish(msg_id)
        self.assertEqual(content["evalue"], "the cell was stopped")
        self.assertIn("7\n", self.finish(self.kc.execute("console.log(kept)"))[1])

    def test_interrupt_of_a_question(self):
        self.flush_channels()
        msg_id = self.kc.execute('prompt("Navn?"); for (;;);', allow_stdin=True)
        self.kc.get_stdin_msg(timeout=TIMEOUT)
        self.km.interrupt_kernel()
        self.assertEqual(self.finish(msg_id)[0]["ename"], "Interrupted")

    def test_interrupt_of_a_wait_starts_the_kernel_anew(self):
        self.flush_channels()
        msg_id = self.kc.execute('console.log("on"); await new Promise(() => {});')
        self.wait_for("on\n")
        self.km.interrupt_kernel()
        content, texts = self.finish(msg_id)
        self.assertEqual((content["status"], content["ename"]), ("error", "Interrupted"))
        self.assertIn("its kernel was started anew", texts[-1])
        self.assertIn("9\n", self.finish(self.kc.execute("console.log(9)"))[1])

    def test_comm_is_closed_and_unknown_requests_are_refused(self):
        self.flush_channels()
        content = {"comm_id": "c1", "target_name": "none", "data": {}}
        for kind in ("comm_open", "comm_msg"):
            self.kc.shell_channel.send(self.kc.session.msg(kind, content))
        while self.kc.get_iopub_msg(timeout=TIMEOUT)["msg_type"] != "comm_close":
            pass
        self.kc.shell_channel.send(self.kc.session.msg("connect_request", {}))
        reply = self.get_non_kernel_info_reply(timeout=TIMEOUT)
        self.assertEqual(reply["content"]["status"], "error")
        self.assertIn('"connect_request"', reply["content"]["evalue"])

    def wait_for(self, text):
        while self.kc.get_iopub_msg(timeout=TIMEOUT)["content"].get("text") != text:
            pass


class DyingKernel(unittest.TestCase):
    """A cell that ends its kernel says so before the kernel is gone."""

    def test_exit(self):
        manager, client = start_new_kernel(kernel_name=sys.argv[1])
        msg_id = client.execute("Deno.exit(3)")
        reply = client.get_shell_msg(timeout=TIMEOUT)
        while reply["parent_header"]["msg_id"] != msg_id:
            reply = client.get_shell_msg(timeout=TIMEOUT)
        self.assertEqual(reply["content"]["ename"], "KernelDied")
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    suites = [DenoSuite, DyingKernel] if sys.argv[1].endswith("deno") else [KernelSuite]
    load = unittest.defaultTestLoader.loadTestsFromTestCase
    suite = unittest.TestSuite(load(one) for one in suites)
    outcome = unittest.TextTestRunner(verbosity=2).run(suite)
    sys.exit(0 if outcome.wasSuccessful() else 1)
