"""Debian's kernel test suite against one of our kernels: kernel_suite.py NAME."""
import sys
import unittest

import jupyter_kernel_test


class KernelSuite(jupyter_kernel_test.KernelTests):
    kernel_name = sys.argv[1]
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("oops")'
    code_generate_error = 'throw new Error("x")'
    complete_code_samples = ["1", "const a = 1;"]
    incomplete_code_samples = ["function f() {"]


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
