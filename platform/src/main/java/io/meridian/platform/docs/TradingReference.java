package io.meridian.platform.docs;

import io.meridian.plugin.contract.schema.TopicTemplate;

/** The page on the trading schema. */
final class TradingReference {
    private TradingReference() {}

    static String markdown() {
        StringBuilder page = new StringBuilder(ContractFile.notice("trading.xml"));
        page.append("# The trading schema\n");
        SbeReference schema = new SbeReference("trading.xml", page);
        schema.introduction();
        page.append("\nThis is version ").append(schema.attribute("version")).append(", semantic version ");
        page.append(schema.attribute("semanticVersion")).append(", of schema ").append(schema.attribute("id"));
        page.append(" (SBE, little endian).\n");
        page.append("\n"
                + "**Header**, in front of each message: block length, template id, schema id, version; two bytes"
                + " each. A ");
        page.append("**group** has two bytes of entry length and two of entries before it. A reader goes by these"
                + " lengths ");
        page.append("and not by what it knows; so it passes over what a newer version has more.\n");
        page.append("\n## Topics\n\n| topic | messages | profile |\n| --- | --- | --- |\n");
        for (TopicTemplate topic : TopicTemplate.values()) {
            page.append("| `").append(topic.template()).append("` | ");
            page.append(String.join(", ", topic.messages())).append(" | ");
            page.append(topic.isDurable() ? "durable" : "fast").append(" |\n");
        }
        schema.messages("##");
        page.append("\n## Types\n");
        schema.types("###");
        return page.toString();
    }
}
