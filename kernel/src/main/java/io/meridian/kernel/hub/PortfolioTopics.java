package io.meridian.kernel.hub;

import io.meridian.kernel.state.Names;
import io.meridian.plugin.contract.schema.TopicTemplate;
import java.util.ArrayList;
import java.util.List;

/** The topics that the kernel speaks on about each portfolio, by the number of its name. Made once for each. */
final class PortfolioTopics {
    private final Names names;
    private final List<Topics> byName = new ArrayList<>();

    /** Of one portfolio. */
    record Topics(String event, String review, String execution) {}

    PortfolioTopics(Names names) {
        this.names = names;
    }

    Topics of(int portfolio) {
        while (byName.size() <= portfolio) {
            byName.add(null);
        }
        Topics known = byName.get(portfolio);
        if (known == null) {
            String name = names.text(portfolio);
            known = new Topics(
                    TopicTemplate.OMS_EVENT.topic(name),
                    TopicTemplate.OMS_REVIEW.topic(name),
                    TopicTemplate.EMS_COMMAND.topic(name));
            byName.set(portfolio, known);
        }
        return known;
    }
}
