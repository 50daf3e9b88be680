package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodeConfigFileTest {
    /** A start takes the template for the defaults without reading it. */
    @Test
    void theTemplateSaysTheDefaults() {
        assertThat(NodeConfigFile.read("node.toml", NodeConfigFile.TEMPLATE)).isEqualTo(NodeConfig.DEFAULT);
    }

    @Test
    void whatIsSetDiffers() {
        NodeConfig config = NodeConfigFile.read("node.toml", "[listen]\noperator_port = 4999\n");
        assertThat(config).isNotEqualTo(NodeConfig.DEFAULT);
        assertThat(config.operatorPort()).isEqualTo(4_999);
    }
}
