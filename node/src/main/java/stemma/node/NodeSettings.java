package stemma.node;

import java.util.ArrayList;
import java.util.List;
import stemma.identity.Handle;
import stemma.identity.Verifier;
import stemma.node.NodeOperations.Setting;

/** What {@code node.toml} says, setting by setting, for a person. */
final class NodeSettings {
    private NodeSettings() {}

    /** Each setting with its value, and whether that is the default. */
    static List<Setting> listed(NodeConfig c) {
        NodeConfig d = NodeConfig.DEFAULT;
        List<Setting> settings = new ArrayList<>();
        settings.add(setting("node.name", c.name(), d.name()));
        settings.add(setting("listen.operator_port", c.operatorPort(), d.operatorPort()));
        settings.add(setting("listen.public_port", c.publicPort(), d.publicPort()));
        settings.add(setting("listen.metrics_port", c.metricsPort(), d.metricsPort()));
        settings.add(setting("listen.calls_a_minute", c.callsAMinute(), d.callsAMinute()));
        settings.add(setting(
                "model.endpoint", c.model().map(NodeConfig.Model::endpoint).orElse(""), ""));
        settings.add(setting("model.name", c.model().map(NodeConfig.Model::name).orElse(""), ""));
        settings.add(setting(
                "model.key",
                c.model().flatMap(NodeConfig.Model::key).map(Handle::toString).orElse(""),
                ""));
        settings.add(setting(
                "purse.tokens_a_day", limit(c.daily().tokens()), limit(d.daily().tokens())));
        settings.add(setting(
                "purse.money_a_day", limit(c.daily().money()), limit(d.daily().money())));
        NodeConfig.Patience patience = c.model().map(NodeConfig.Model::patience).orElse(NodeConfig.Patience.DEFAULT);
        NodeConfig.Patience usual = NodeConfig.Patience.DEFAULT;
        settings.add(setting("model.first_seconds_max", patience.firstSecondsMax(), usual.firstSecondsMax()));
        settings.add(setting("model.next_seconds_max", patience.nextSecondsMax(), usual.nextSecondsMax()));
        settings.add(setting("model.total_seconds_max", patience.totalSecondsMax(), usual.totalSecondsMax()));
        settings.add(setting("box.cpu_seconds", c.box().cpuSeconds(), d.box().cpuSeconds()));
        settings.add(setting("box.memory_mib", c.box().memoryMib(), d.box().memoryMib()));
        settings.add(
                setting("box.processes_max", c.box().processesMax(), d.box().processesMax()));
        settings.add(setting("box.wall_seconds", c.box().wallSeconds(), d.box().wallSeconds()));
        settings.add(
                setting("box.floor", c.box().floor().word(), d.box().floor().word()));
        settings.add(setting("undo.off", c.undo().off(), d.undo().off()));
        settings.add(setting("undo.bytes_max", c.undo().bytesMax(), d.undo().bytesMax()));
        settings.add(setting(
                "witness.keys",
                c.witnesses().keys().stream().map(Verifier::name).toList(),
                List.of()));
        settings.add(
                setting("witness.quorum", c.witnesses().quorum(), d.witnesses().quorum()));
        settings.addAll(StateSettings.listed(c.state()));
        return settings;
    }

    static Setting setting(String name, Object value, Object byDefault) {
        return new Setting(name, value.toString(), value.equals(byDefault) ? "default" : "node.toml");
    }

    private static String limit(long daily) {
        return daily == 0 ? "no limit" : Long.toString(daily);
    }
}
