package stemma.cartridge;

import stemma.core.Json;

/** The JSON of an answer that nobody gave. */
final class Failures {
    private Failures() {}

    static byte[] json(int status, String why) {
        return Json.object()
                .put("status", status)
                .put("content_type", Response.TYPE_DEFAULT)
                .put("body", Json.object().put("error", why).build().text())
                .put("duration_ms", 0)
                .build()
                .canonical();
    }
}
