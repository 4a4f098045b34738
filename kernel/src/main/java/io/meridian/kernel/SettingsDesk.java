package io.meridian.kernel;

import io.meridian.kernel.order.Pool;
import io.meridian.plugin.contract.trading.BookSettingsDecoder;
import io.meridian.plugin.contract.trading.LotMethod;
import org.agrona.DirectBuffer;

/** How portfolios are kept. A position keeps the method it was opened with. */
final class SettingsDesk implements Desk {
    private final Journal journal;
    private final BookJournal events;
    private final BookSettingsDecoder command = new BookSettingsDecoder();
    private int at;

    SettingsDesk(Journal journal, BookJournal events) {
        this.journal = journal;
        this.events = events;
    }

    @Override
    public int pools() {
        return Pool.BOR.bit() | Pool.PERSON.bit();
    }

    @Override
    public int leastBlock() {
        return BookSettingsDecoder.BLOCK_LENGTH;
    }

    @Override
    public Refusal read(DirectBuffer buffer, int offset, int blockLength, int version) {
        command.wrap(buffer, offset, blockLength, version);
        at = offset;
        return Keys.writeId(
                journal,
                buffer,
                offset + BookSettingsDecoder.settingsIdEncodingOffset(),
                BookSettingsDecoder.TEMPLATE_ID);
    }

    @Override
    public Refusal decide() {
        DirectBuffer buffer = command.buffer();
        int portfolioAt = at + BookSettingsDecoder.portfolioEncodingOffset();
        if (Reading.isEmpty(buffer, portfolioAt)
                || !Reading.isSegment(buffer, portfolioAt, BookSettingsDecoder.portfolioLength())) {
            return Refusal.BAD_TEXT;
        }
        if (!Codes.isKnown(command.lotMethodRaw(), LotMethod.AVERAGE.value())) {
            return Refusal.MALFORMED;
        }
        int portfolio = journal.name(buffer, portfolioAt, BookSettingsDecoder.portfolioLength());
        journal.accept();
        events.lotMethodSet(portfolio, command.lotMethodRaw());
        return null;
    }
}
