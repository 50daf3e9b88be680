package stemma.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What Surefire says of one test class.
 *
 * @param run how many tests were begun, those that were skipped included
 * @param against each test that failed or was skipped, with its reason; a test that only
 *     {@code ./stemma test --deep} runs is not among them
 */
record SuiteReport(int run, List<String> against) {
    private static final long REPORT_BYTES_MAX = 32 << 20;
    private static final int REASON_CHARS_MAX = 200;
    private static final String DEEP = "stemma.deep";

    SuiteReport {
        against = List.copyOf(against);
    }

    static SuiteReport read(Path file) throws IOException {
        if (Files.size(file) > REPORT_BYTES_MAX) {
            throw new NotMeasured(file.getFileName() + " has more than " + REPORT_BYTES_MAX + " bytes");
        }
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            NodeList cases = factory.newDocumentBuilder().parse(file.toFile()).getElementsByTagName("testcase");
            List<String> against = new ArrayList<>();
            for (int i = 0; i < cases.getLength(); i++) {
                add((Element) cases.item(i), against);
            }
            return new SuiteReport(cases.getLength(), against);
        } catch (ParserConfigurationException | SAXException e) {
            throw new NotMeasured("cannot read " + file.getFileName() + ": " + e.getMessage());
        }
    }

    private static void add(Element test, List<String> against) {
        for (String ending : List.of("failure", "error", "skipped")) {
            NodeList found = test.getElementsByTagName(ending);
            if (found.getLength() > 0) {
                String reason = reason((Element) found.item(0));
                boolean deep = ending.equals("skipped") && reason.contains(DEEP);
                if (!deep) {
                    against.add(test.getAttribute("name") + " " + (ending.equals("skipped") ? "was skipped" : "failed")
                            + ": " + shortened(reason));
                }
                return;
            }
        }
    }

    private static String reason(Element ending) {
        String message = ending.getAttribute("message");
        return (message.isEmpty() ? ending.getTextContent() : message).strip();
    }

    private static String shortened(String reason) {
        String line = reason.replaceAll("\\s+", " ");
        return line.length() <= REASON_CHARS_MAX ? line : line.substring(0, REASON_CHARS_MAX) + " ...";
    }
}
