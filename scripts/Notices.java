import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Writes down what a release contains that others made: a line by library with its licence, from the bill of materials and from the pages' own lock file, and
 * beside it the licences and notices that the jars themselves carry.
 *
 * <p>Ends with 1 when a library says no licence, or one that the product must not be given out with.
 */
final class Notices {
    private static final Pattern CARRIED = Pattern.compile("META-INF/(LICENSE|NOTICE)[^/]*");
    private static final Pattern NPM_ENTRY = Pattern.compile(
            "\"node_modules/([^\"]+)\": \\{\\s*\"version\": \"([^\"]+)\"(.*?)\\n    \\}", Pattern.DOTALL);
    private static final Pattern NPM_LICENCE = Pattern.compile("\"license\": \"([^\"]+)\"");
    private static final Pattern FORBIDDEN =
            Pattern.compile("\\bA?GPL|GNU (AFFERO )?GENERAL|\\bSSPL", Pattern.CASE_INSENSITIVE);
    private static final Pattern ALLOWED = Pattern.compile(
            "Apache|MIT|BSD|EPL|Eclipse|LGPL|MPL|Mozilla|CDDL|Public Domain|Unlicense|ISC|Universal"
                    + " Permissive|UPL|CC0|Bouncy Castle|Go License",
            Pattern.CASE_INSENSITIVE);

    private final Map<String, String> licences = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private Notices() {}

    public static void main(String[] args) throws Exception {
        if (args.length != 4) {
            throw new IllegalArgumentException("usage: Notices BOM.xml PACKAGE-LOCK.json LIBRARIES TARGET");
        }
        Notices notices = new Notices();
        notices.readBill(Path.of(args[0]));
        notices.readLock(Files.readString(Path.of(args[1])));
        notices.write(Path.of(args[3]));
        copyCarried(Path.of(args[2]), Path.of(args[3]).resolve("licences"));
        notices.problems.forEach(System.err::println);
        System.exit(notices.problems.isEmpty() ? 0 : 1);
    }

    private void readBill(Path bill) throws IOException, ParserConfigurationException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        NodeList components = factory.newDocumentBuilder().parse(bill.toFile()).getElementsByTagName("component");
        for (int i = 0; i < components.getLength(); i++) {
            Element component = (Element) components.item(i);
            String group = child(component, "group");
            boolean isContained =
                    component.getParentNode().getParentNode().getNodeName().equals("bom");
            if (isContained && !group.equals("io.meridian")) {
                List<String> names = new ArrayList<>();
                NodeList found = component.getElementsByTagName("license");
                for (int j = 0; j < found.getLength(); j++) {
                    Element licence = (Element) found.item(j);
                    names.add(child(licence, "id") + child(licence, "name"));
                }
                NodeList expressions = component.getElementsByTagName("expression");
                for (int j = 0; j < expressions.getLength(); j++) {
                    names.add(expressions.item(j).getTextContent());
                }
                add(group + ":" + child(component, "name") + " " + child(component, "version"), names);
            }
        }
    }

    private static String child(Element of, String name) {
        for (Node node = of.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                return node.getTextContent().strip();
            }
        }
        return "";
    }

    /** What only builds the pages is in no release. */
    private void readLock(String lock) {
        Matcher entry = NPM_ENTRY.matcher(lock);
        while (entry.find()) {
            if (!entry.group(3).contains("\"dev\": true")) {
                Matcher licence = NPM_LICENCE.matcher(entry.group(3));
                add(
                        "npm:" + entry.group(1) + " " + entry.group(2),
                        licence.find() ? List.of(licence.group(1)) : List.of());
            }
        }
    }

    private void add(String library, List<String> names) {
        String all = String.join(" or ", names);
        licences.put(library, all);
        if (all.isBlank()) {
            problems.add(library + " names no licence. Find out which it has, or leave the library out.");
        } else if (names.stream().noneMatch(name -> ALLOWED.matcher(name).find() && !isForbidden(name))) {
            problems.add(library + " is under '" + all + "', which this product is not given out with.");
        }
    }

    private static boolean isForbidden(String name) {
        return FORBIDDEN
                .matcher(name.replaceAll("(?i)LGPL|lesser general|classpath exception", ""))
                .find();
    }

    private void write(Path target) throws IOException {
        StringBuilder text = new StringBuilder("This release of Meridian contains the following works of others. Their"
                + " licences and notices, as they carry them, are in the folder 'licences'.\n\n");
        licences.forEach((library, licence) ->
                text.append(library).append("  ").append(licence).append('\n'));
        Files.writeString(target.resolve("THIRD-PARTY.txt"), text);
    }

    private static void copyCarried(Path libraries, Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> jars = Files.walk(libraries)) {
            for (Path jar : jars.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                copyCarriedBy(jar, target);
            }
        }
    }

    private static void copyCarriedBy(Path jar, Path target) throws IOException {
        String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream()
                    .filter(each -> CARRIED.matcher(each.getName()).matches())
                    .toList()) {
                String file = name + "-" + entry.getName().substring("META-INF/".length());
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, target.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
