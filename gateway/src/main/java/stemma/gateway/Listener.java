package stemma.gateway;

/** The doors of the node. Each has its own port and its own routes; no route is on a door by default. */
public enum Listener {
    /** Console, API and approvals: for the operator of this machine. */
    OPERATOR("gateway.operatorPort"),
    /** For everyone else. */
    PUBLIC("gateway.publicPort"),
    /** For the scraper of figures. */
    METRICS("gateway.metricsPort");

    private final String setting;

    Listener(String setting) {
        this.setting = setting;
    }

    /** The name of the setting that moves this listener to another port. */
    public String setting() {
        return setting;
    }
}
