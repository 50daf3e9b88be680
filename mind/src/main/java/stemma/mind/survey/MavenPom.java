package stemma.mind.survey;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Reads a Maven project file: what it names itself. What it inherits from a parent is not followed. */
final class MavenPom {
    private static final int PROPERTY_DEPTH_MAX = 8;
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> managed = new HashMap<>();

    private MavenPom() {}

    static Manifest read(String path, String text) {
        return new MavenPom().project(path, root(text));
    }

    private Manifest project(String path, Element project) {
        child(project, "properties")
                .ifPresent(p -> children(p)
                        .forEach(e -> properties.put(
                                e.getLocalName(), e.getTextContent().strip())));
        String inherited = child(project, "parent").map(p -> text(p, "version")).orElse("");
        String version = text(project, "version");
        properties.put("project.version", version.isEmpty() ? inherited : version);
        child(project, "dependencyManagement")
                .flatMap(m -> child(m, "dependencies"))
                .ifPresent(d -> children(d).forEach(e -> managed.put(name(e), resolved(text(e, "version"), 0))));
        List<Dependency> direct = new ArrayList<>();
        child(project, "dependencies").ifPresent(d -> children(d).forEach(e -> direct.add(dependency(e))));
        String licence = child(project, "licenses")
                .map(l -> String.join(
                        " and ", children(l).stream().map(e -> text(e, "name")).toList()))
                .orElse("");
        return Manifest.of(path, "Maven project", text(project, "artifactId"), licence, direct);
    }

    private Dependency dependency(Element e) {
        String own = resolved(text(e, "version"), 0);
        String version = own.isEmpty() ? managed.getOrDefault(name(e), "") : own;
        Dependency.Scope scope = switch (text(e, "scope")) {
            case "test" -> Dependency.Scope.TEST;
            case "provided" -> Dependency.Scope.BUILD;
            default -> Dependency.Scope.RUN;
        };
        return new Dependency(name(e), version, scope, "");
    }

    private String name(Element e) {
        return resolved(text(e, "groupId"), 0) + ":" + resolved(text(e, "artifactId"), 0);
    }

    private String resolved(String value, int depth) {
        Matcher m = PROPERTY.matcher(value);
        if (depth > PROPERTY_DEPTH_MAX || !m.find()) {
            return value;
        }
        String known = properties.get(m.group(1));
        return known == null ? value : resolved(m.replaceFirst(Matcher.quoteReplacement(known)), depth + 1);
    }

    private static String text(Element parent, String name) {
        return child(parent, name).map(e -> e.getTextContent().strip()).orElse("");
    }

    private static Optional<Element> child(Element parent, String name) {
        return children(parent).stream()
                .filter(e -> name.equals(e.getLocalName()))
                .findFirst();
    }

    private static List<Element> children(Element parent) {
        List<Element> found = new ArrayList<>();
        for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
            if (n instanceof Element e) {
                found.add(e);
            }
        }
        return found;
    }

    private static Element root(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new InputSource(new StringReader(text))).getDocumentElement();
        } catch (SAXParseException e) {
            throw new ManifestBroken(
                    "line " + e.getLineNumber() + ", column " + e.getColumnNumber() + ": " + e.getMessage());
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new ManifestBroken("it is no XML that can be read: " + e.getMessage());
        }
    }
}
