(module
  (import "x402" "response" (func $response (param i32 i32 i32 i32 i32)))
  (memory (export "memory") 1) (global $top (mut i32) (i32.const 4096))
  (func (export "x402_alloc") (param $n i32) (result i32) (local $p i32)
    (local.set $p (global.get $top)) (global.set $top (i32.add (global.get $top) (local.get $n))) (local.get $p))
  (data (i32.const 0) "text/plain") (data (i32.const 16) "hello")
  (func (export "x402_handle") (param i32 i32)
    (call $response (i32.const 200) (i32.const 16) (i32.const 5) (i32.const 0) (i32.const 10))))
