package stemma.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Holds every module to the drawing of the house, and proves of each rule that it can fail: small
 * trespassers are compiled into a folder and must be reported.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HouseTest {

    /** A type that may reach a sink its module does not own, and why. */
    record Exempt(String type, String sink, String reason) {
        boolean covers(House.Breach breach) {
            return breach.rule().equals(sink)
                    && (breach.type().equals(type) || breach.type().startsWith(type + "$"));
        }
    }

    private static final List<Exempt> EXEMPT = List.of(
            new Exempt("stemma.core.Clock", "clock", "the port's adapter: the one reading of the system's clock"),
            new Exempt("stemma.core.Entropy", "entropy", "the port's adapter: the one draw from the system"),
            new Exempt(
                    "stemma.gateway.verb.VerbServer",
                    "file writing",
                    "a Unix listener's socket is a file in the home; only its listener can make and remove it"),
            new Exempt(
                    "stemma.node.LocalShell",
                    "file writing",
                    "writes the two descriptors of its own terminal as bytes, and opens no file"));

    /** The sinks themselves, for the parameterised tests. */
    static final List<House.Sink> SINKS = House.SINKS;

    private final JavaClasses house = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("stemma");

    private JavaClasses trespassers = house;

    @BeforeAll
    void compileTrespassers(@TempDir Path folder) throws IOException {
        trespassers = new ClassFileImporter().importPath(Trespassers.compile(folder));
    }

    @Test
    void everyModuleWithCodeIsSeen() throws IOException {
        Set<String> seen = new TreeSet<>();
        house.forEach(type -> seen.add(House.module(type)));
        try (Stream<Path> modules = Files.list(Tidy.root());
                Stream<Path> addons = Files.list(Tidy.root().resolve("addons"))) {
            List<String> built = Stream.concat(modules, addons)
                    .filter(module -> Files.isDirectory(module.resolve("src/main/java/stemma")))
                    .map(module -> module.getFileName().toString())
                    .filter(module -> !Set.of("it", "bench").contains(module))
                    .toList();
            assertThat(seen).containsExactlyInAnyOrderElementsOf(built);
        }
    }

    @Test
    void arrowsPointDown() {
        assertThat(House.arrows(house)).isEmpty();
    }

    @Test
    void theWaistStandsOnTheBaseModuleAlone() {
        assertThat(House.waist(house)).isEmpty();
    }

    @Test
    void noPackageIsSplit() {
        assertThat(House.splits(house)).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("SINKS")
    void sinksAreReachedByTheirOwnersOnly(House.Sink sink) {
        assertThat(House.sink(sink, house))
                .filteredOn(breach -> EXEMPT.stream().noneMatch(exempt -> exempt.covers(breach)))
                .isEmpty();
    }

    @Test
    void everyExemptionIsStillUsedAndSaysWhy() {
        List<House.Breach> breaches =
                SINKS.stream().flatMap(sink -> House.sink(sink, house).stream()).toList();
        assertThat(EXEMPT).allSatisfy(exempt -> {
            assertThat(exempt.reason()).hasSizeGreaterThan(20);
            assertThat(breaches).anyMatch(exempt::covers);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "core, store",
        "core, node",
        "store, identity",
        "identity, ledger",
        "ledger, policy",
        "policy, sandbox",
        "policy, mind",
        "sandbox, tools",
        "kernel, store",
        "store, kernel",
        "tools, model",
        "model, tools",
        "tools, mind",
        "chain, x402",
        "mind, colony",
        "colony, mesh",
        "mind, gateway",
        "gateway, node",
        "node, postgres",
        "postgres, identity"
    })
    void anArrowThatPointsUpOrSidewaysIsForbidden(String from, String to) {
        assertThat(House.below(from)).doesNotContain(to);
    }

    @ParameterizedTest
    @CsvSource({
        "identity, store",
        "ledger, identity",
        "policy, ledger",
        "sandbox, policy",
        "tools, sandbox",
        "x402, chain",
        "mind, tools",
        "gateway, mind",
        "node, gateway",
        "postgres, store"
    })
    void anArrowThatPointsDownIsAllowed(String from, String to) {
        assertThat(House.below(from)).contains(to).contains("core");
    }

    @Test
    void aModuleWithoutAPlaceIsRefused() {
        assertThatThrownBy(() -> House.below("attic")).hasMessageContaining("attic");
    }

    @Test
    void anArrowThatPointsUpIsReported() {
        assertThat(House.arrows(trespassers))
                .extracting(House.Breach::toString)
                .contains(
                        "arrow: stemma.policy.Judge uses stemma.mind.Thought",
                        "arrow: stemma.tools.Hand uses stemma.model.Voice")
                .hasSize(2);
    }

    @Test
    void aWaistThatLeavesTheBaseModuleIsReported() {
        assertThat(House.waist(trespassers))
                .extracting(House.Breach::toString)
                .contains("waist: stemma.core.Loose uses java.util.logging.Logger")
                .allMatch(breach -> breach.contains("java.util.logging"));
    }

    @ParameterizedTest
    @FieldSource("SINKS")
    void everyMemberOfASinkIsReported(House.Sink sink) {
        assertThat(sink.members())
                .allSatisfy(member -> assertThat(
                                House.sink(new House.Sink(sink.name(), Set.of(), List.of(member)), trespassers))
                        .as(member)
                        .isNotEmpty());
    }

    @ParameterizedTest
    @FieldSource("SINKS")
    void anOwnerOfASinkIsNotReported(House.Sink sink) {
        House.Sink owned = new House.Sink(sink.name(), Set.of("tools"), sink.members());
        assertThat(House.sink(owned, trespassers)).isEmpty();
    }

    @Test
    void aSplitPackageIsReported(@TempDir Path folder) throws IOException {
        Path one = Trespassers.compile(folder.resolve("one"), Map.of("stemma.tools.Left", "final class Left {}"));
        Path two = Trespassers.compile(folder.resolve("two"), Map.of("stemma.tools.Right", "final class Right {}"));
        assertThat(House.splits(new ClassFileImporter().importPaths(one, two)))
                .extracting(House.Breach::type)
                .containsExactly("stemma.tools");
        assertThat(House.splits(new ClassFileImporter().importPaths(one))).isEmpty();
    }
}
