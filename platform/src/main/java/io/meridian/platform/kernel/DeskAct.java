package io.meridian.platform.kernel;

import io.meridian.plugin.contract.control.ControlAct;
import io.meridian.plugin.contract.schema.Schemas;
import io.meridian.plugin.contract.schema.TopicTemplate;
import io.meridian.plugin.contract.trading.AllocationDecoder;
import io.meridian.plugin.contract.trading.BookSettingsDecoder;
import io.meridian.plugin.contract.trading.BusinessDayDecoder;
import io.meridian.plugin.contract.trading.CalendarDecoder;
import io.meridian.plugin.contract.trading.CancelOrderDecoder;
import io.meridian.plugin.contract.trading.CashMovementDecoder;
import io.meridian.plugin.contract.trading.ControlEventDecoder;
import io.meridian.plugin.contract.trading.CorporateActionDecoder;
import io.meridian.plugin.contract.trading.MessageHeaderDecoder;
import io.meridian.plugin.contract.trading.ModifyOrderDecoder;
import io.meridian.plugin.contract.trading.NewOrderDecoder;
import io.meridian.plugin.contract.trading.OrderEventDecoder;
import io.meridian.plugin.contract.trading.RiskLimitDecoder;
import java.time.Instant;
import org.agrona.DirectBuffer;

/** What a person asked of the kernel at its desk, and what it answered, as an act of control: requests themselves are not kept by the bus. */
final class DeskAct {
    static final String TOPIC = TopicTemplate.ACT.topic("desk");

    private static final String DESK = TopicTemplate.DESK.pattern().replace("*", "");

    private DeskAct() {}

    static boolean isOfDesk(String topic) {
        return topic.startsWith(DESK);
    }

    /** @param topic of the request */
    static byte[] encode(String topic, DirectBuffer buffer, int offset, int length, long answer, Instant at) {
        int template = length < MessageHeaderDecoder.ENCODED_LENGTH
                ? 0
                : new MessageHeaderDecoder().wrap(buffer, offset).templateId();
        KernelAnswer answered = KernelAnswer.of(answer);
        return ControlAct.of(Schemas.name(template))
                .by(topic.substring(DESK.length()))
                .on("kernel")
                .change("", answered.taken() ? answered.text() : "refused " + answered.text())
                .detail(detail(template, buffer, offset, answer))
                .encode(at);
    }

    /** In words. What was refused may be cut, so that it cannot be read. */
    private static String detail(int template, DirectBuffer buffer, int offset, long answer) {
        MessageHeaderDecoder header = new MessageHeaderDecoder();
        if (answer < 0) {
            return "";
        }
        String text = switch (template) {
            case AllocationDecoder.TEMPLATE_ID ->
                new AllocationDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case BookSettingsDecoder.TEMPLATE_ID ->
                new BookSettingsDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case BusinessDayDecoder.TEMPLATE_ID ->
                new BusinessDayDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case CalendarDecoder.TEMPLATE_ID ->
                new CalendarDecoder().wrapAndApplyHeader(buffer, offset, header).toString();
            case CancelOrderDecoder.TEMPLATE_ID ->
                new CancelOrderDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case CashMovementDecoder.TEMPLATE_ID ->
                new CashMovementDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case ControlEventDecoder.TEMPLATE_ID ->
                new ControlEventDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case CorporateActionDecoder.TEMPLATE_ID ->
                new CorporateActionDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case ModifyOrderDecoder.TEMPLATE_ID ->
                new ModifyOrderDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case NewOrderDecoder.TEMPLATE_ID ->
                new NewOrderDecoder().wrapAndApplyHeader(buffer, offset, header).toString();
            case OrderEventDecoder.TEMPLATE_ID ->
                new OrderEventDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case RiskLimitDecoder.TEMPLATE_ID ->
                new RiskLimitDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            default -> "";
        };
        // Names of people stand in one place of an act alone.
        return text.replaceFirst("\\|actor='[^']*'", "").replaceFirst("^\\[.*?\\)\\|?:?", "");
    }
}
