package stemma.gateway;

/** The doors of the node. Each has its own port and its own routes; no route is on a door by default. */
public enum Listener {
    /** Console, API and approvals: for the operator of this machine. */
    OPERATOR("listen.operator_port"),
    /** For everyone else. */
    PUBLIC("listen.public_port"),
    /** For the scraper of figures. */
    METRICS("listen.metrics_port");

    private final String setting;

    Listener(String setting) {
        this.setting = setting;
    }

    /** The name of the setting that moves this listener to another port. */
    public String setting() {
        return setting;
    }
}
