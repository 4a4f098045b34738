package io.meridian.backtest.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class HtmlReportTest {
    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z!][a-zA-Z0-9]*)((?:[^<>\"]|\"[^\"]*\")*)>");

    @Test
    void shouldHoldNoMarkupOfOthersWhenNamesAreHostile() {
        String page = HtmlReport.of(Samples.hostile());
        assertEquals(1, count(page, "<script>"), "only the page's own script");
        assertEquals(1, count(page, "</script>"));
        assertFalse(page.contains("alert(1)</"), "text of others stands escaped");
        assertTrue(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;&lt;!--]]&gt;"));
        assertEquals(-1, page.indexOf('\u202E'), "nothing turns the direction of text");
        assertEquals(-1, page.indexOf('\0'));
        String body = page.substring(page.indexOf("</style>"), page.lastIndexOf("<script>"));
        assertFalse(TAG.matcher(body)
                .results()
                .anyMatch(tag -> tag.group(3)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("\"[^\"]*\"", "")
                        .contains("onload")));
    }

    @Test
    void shouldBeOneFileThatFetchesNothing() {
        String page = HtmlReport.of(Samples.rich(3));
        for (String reaching : new String[] {"http:", "https:", " src=", " href=", "@import", "url(", "fetch("}) {
            assertFalse(page.contains(reaching), reaching);
        }
        assertTrue(page.contains("default-src 'none'"));
    }

    @Test
    void shouldStayUnderAMegabyteWhenThereIsMuchToShow() {
        int bytes = HtmlReport.of(Samples.rich(30)).getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes < 1_000_000, "bytes=" + bytes);
    }

    @Test
    void shouldCloseWhatItOpens() {
        for (String page : new String[] {
            HtmlReport.of(Samples.rich(3)), HtmlReport.of(Samples.empty()), HtmlReport.of(Samples.hostile())
        }) {
            String body = page.substring(page.indexOf("<main>"), page.lastIndexOf("<script>"));
            for (String tag : new String[] {
                "section", "div", "table", "thead", "tbody", "tr", "dl", "figure", "svg", "p", "ul", "li", "details",
                "h1"
            }) {
                long opened = tags(body, tag, "");
                assertEquals(opened, tags(body, tag, "/"), tag);
            }
        }
    }

    @Test
    void shouldSayWhatIsNotDefinedWhenNothingWasTraded() {
        String page = HtmlReport.of(Samples.empty());
        assertTrue(page.contains("Nothing was traded: the strategy sent no order."));
        assertTrue(page.contains(">n/a<"));
        for (String broken : new String[] {"NaN", "Infinity", "null"}) {
            String body = page.substring(page.indexOf("<main>"), page.lastIndexOf("<script>"));
            assertFalse(body.contains(broken), broken);
        }
    }

    @Test
    void shouldNameEveryChartForThoseWhoDoNotSeeIt() {
        String page = HtmlReport.of(Samples.rich(2));
        assertEquals(5, count(page, "<svg "));
        assertEquals(5, count(page, "<svg role=img "));
        assertEquals(
                5,
                Pattern.compile("aria-label=\"[A-Z][^\"]+ UTC\\.\"")
                        .matcher(page)
                        .results()
                        .count());
    }

    private static long tags(String body, String name, String slash) {
        return TAG.matcher(body)
                .results()
                .filter(tag -> tag.group(2).equals(name) && tag.group(1).equals(slash))
                .count();
    }

    private static int count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }
}
