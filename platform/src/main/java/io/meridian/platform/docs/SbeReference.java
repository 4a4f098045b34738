package io.meridian.platform.docs;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Comment;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Tells what an SBE schema declares: its messages with the place of each field, and its enums and sets. */
final class SbeReference {
    private static final Map<String, Integer> SIZES = Map.of(
            "char", 1, "int8", 1, "uint8", 1, "int16", 2, "uint16", 2, "int32", 4, "uint32", 4, "int64", 8, "uint64",
            8);

    private final Document document;
    private final Element root;
    private final Map<String, Element> types = new HashMap<>();
    private final StringBuilder page;

    SbeReference(String file, StringBuilder page) {
        this.page = page;
        try {
            document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(ContractFile.text(file))));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("file=" + file + " cannot be read", e);
        }
        root = document.getDocumentElement();
        for (Element type :
                children((Element) root.getElementsByTagName("types").item(0))) {
            types.put(type.getAttribute("name"), type);
        }
    }

    String attribute(String name) {
        return root.getAttribute(name);
    }

    private static List<Element> children(Element parent) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    /** What the comment at the top of the file says, as paragraphs. */
    void introduction() {
        for (Node node = document.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Comment comment) {
                for (String paragraph : comment.getData().strip().split("\n\\s*\n")) {
                    page.append('\n')
                            .append(paragraph.strip().replaceAll("\\s*\n\\s*", "\n"))
                            .append('\n');
                }
            }
        }
    }

    /** Every message under the heading that a comment before it gives. */
    void messages(String level) {
        for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Comment comment) {
                String title = comment.getData().strip();
                int colon = title.indexOf(": ");
                page.append('\n').append(level).append(' ');
                page.append(colon < 0 ? title.replaceFirst("\\.$", "") : title.substring(0, colon))
                        .append('\n');
                if (colon > 0) {
                    page.append("\nTopics: ");
                    page.append(title.substring(colon + 2).replaceAll("platform\\.[^ ,]+", "`$0`"))
                            .append('\n');
                }
            } else if (node instanceof Element element && element.getTagName().equals("sbe:message")) {
                message(level, element);
            }
        }
    }

    private void message(String level, Element message) {
        page.append('\n').append(level).append("# ").append(message.getAttribute("name"));
        page.append(" (").append(message.getAttribute("id")).append(")\n\n");
        page.append(message.getAttribute("description")).append(".\n\n");
        page.append("| bytes | field | type | meaning |\n| --- | --- | --- | --- |\n");
        fields(message, "");
    }

    private void fields(Element block, String prefix) {
        int at = 0;
        for (Element part : children(block)) {
            String name = prefix + part.getAttribute("name");
            switch (part.getTagName()) {
                case "field" -> {
                    String type = part.getAttribute("type");
                    int size = size(type);
                    row(place(at, size), name, shown(type), part);
                    at += size;
                }
                case "group" -> {
                    row("group", name, "repeated", part);
                    fields(part, name + ".");
                }
                default -> {
                    boolean isText = part.getAttribute("type").equals("text");
                    row(
                            isText ? "text" : "data",
                            name,
                            isText ? "UTF-8, 2 bytes of length before it" : "bytes, 2 bytes of length before them",
                            part);
                }
            }
        }
    }

    private static String place(int at, int size) {
        return size == 1 ? String.valueOf(at) : at + "-" + (at + size - 1);
    }

    private void row(String place, String name, String type, Element part) {
        String meaning = part.getAttribute("description");
        if (part.getAttribute("presence").equals("optional")) {
            meaning = meaning.isEmpty() ? "May be null" : meaning + "; may be null";
        }
        page.append("| ")
                .append(place)
                .append(" | `")
                .append(name)
                .append("` | ")
                .append(type)
                .append(" | ");
        page.append(ContractFile.cell(meaning)).append(" |\n");
    }

    private String shown(String type) {
        Element declared = types.get(type);
        return declared == null ? type : "[" + type + "](#" + type.toLowerCase(Locale.ROOT) + ")";
    }

    private int size(String type) {
        Integer primitive = SIZES.get(type);
        if (primitive != null) {
            return primitive;
        }
        Element declared = types.get(type);
        return switch (declared.getTagName()) {
            case "composite" ->
                children(declared).stream().mapToInt(this::primitiveSize).sum();
            case "type" -> primitiveSize(declared);
            default -> SIZES.get(declared.getAttribute("encodingType"));
        };
    }

    private int primitiveSize(Element type) {
        String length = type.getAttribute("length");
        return SIZES.get(type.getAttribute("primitiveType")) * (length.isEmpty() ? 1 : Integer.parseInt(length));
    }

    /** The types that fields name, each under a heading of its own. */
    void types(String level) {
        for (Element type :
                children((Element) root.getElementsByTagName("types").item(0))) {
            switch (type.getTagName()) {
                case "enum", "set" -> {
                    heading(level, type, type.getAttribute("encodingType"));
                    String number = type.getTagName().equals("set") ? "bit" : "number";
                    page.append("| ").append(number).append(" | name | meaning |\n| --- | --- | --- |\n");
                    for (Element value : children(type)) {
                        page.append("| ").append(value.getTextContent().strip()).append(" | `");
                        page.append(value.getAttribute("name")).append("` | ");
                        page.append(ContractFile.cell(value.getAttribute("description")))
                                .append(" |\n");
                    }
                }
                case "composite" -> {
                    // The header, group sizes and texts are SBE's own and told at the top.
                    if (Character.isUpperCase(type.getAttribute("name").charAt(0))) {
                        heading(level, type, size(type.getAttribute("name")) + " bytes");
                        page.append("| bytes | part | type | meaning |\n| --- | --- | --- | --- |\n");
                        int at = 0;
                        for (Element part : children(type)) {
                            int size = primitiveSize(part);
                            row(place(at, size), part.getAttribute("name"), primitive(part), part);
                            at += size;
                        }
                    }
                }
                default -> heading(level, type, primitive(type));
            }
        }
    }

    private static String primitive(Element type) {
        String length = type.getAttribute("length");
        String primitive = type.getAttribute("primitiveType");
        return length.isEmpty()
                ? primitive
                : primitive.equals("char") ? length + " characters" : length + " " + primitive;
    }

    private void heading(String level, Element type, String encoding) {
        page.append('\n')
                .append(level)
                .append(' ')
                .append(type.getAttribute("name"))
                .append("\n\n");
        String description = type.getAttribute("description");
        page.append(description.isEmpty() ? "" : description + ". ");
        page.append(Character.isDigit(encoding.charAt(0)) ? "" : "As ")
                .append(encoding)
                .append(".\n");
        if (!type.getTagName().equals("type")) {
            page.append('\n');
        }
    }
}
