package io.meridian.platform.desk;

import io.meridian.platform.cli.CommandException;
import io.meridian.plugin.contract.trading.DecimalEncoder;
import io.meridian.plugin.contract.trading.LimitRule;
import io.meridian.plugin.contract.trading.MessageHeaderEncoder;
import io.meridian.plugin.contract.trading.RiskLimitEncoder;
import io.meridian.plugin.contract.value.Decimal;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian desk limit}. */
@Command(
        name = "limit",
        description = "Sets a limit that the kernel checks before any order leaves. The most particular one of a rule"
                + " counts: by symbol, then by sender, then by portfolio.",
        footer = {
            "",
            "  meridian desk limit QUANTITY --hard 10000 --soft 5000",
            "  meridian desk limit RESTRICTED --symbol TSLA --venue XNAS --hard 0"
        })
final class LimitCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private DeskLine line = new DeskLine();

    @Parameters(
            index = "0",
            paramLabel = "RULE",
            completionCandidates = Rules.class,
            description = "One of: ${COMPLETION-CANDIDATES}.")
    private LimitRule rule;

    @Option(names = "--portfolio", defaultValue = "", description = "Of one portfolio. Default: any.")
    private String portfolio;

    @Option(names = "--sender", defaultValue = "", description = "Of one strategy. Default: any.")
    private String sender;

    @Option(names = "--symbol", defaultValue = "", description = "Of one symbol. Default: any.")
    private String symbol;

    @Option(names = "--venue", defaultValue = "", description = "The symbol's venue.")
    private String venue;

    @Option(names = "--currency", defaultValue = "", description = "Of amounts, such as USD.")
    private String currency;

    @Option(names = "--soft", description = "Warns beyond it. Default: never.")
    private BigDecimal soft;

    @Option(names = "--hard", description = "Refuses beyond it. Default: never.")
    private BigDecimal hard;

    @Option(names = "--window", defaultValue = "0", description = "Seconds, of rates and repeats.")
    private double window;

    @Option(names = "--reason", defaultValue = "", description = "Why, for the record.")
    private String reason;

    /** The rules there are. */
    static final class Rules implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(LimitRule.values())
                    .filter(rule -> rule != LimitRule.NULL_VAL)
                    .map(Enum::name)
                    .iterator();
        }
    }

    @Override
    public Integer call() {
        if (rule == LimitRule.NULL_VAL) {
            throw CommandException.wrongUse("RULE must be one of the rules, see --help.");
        }
        return line.tell(
                spec.commandLine().getOut(),
                buffer -> {
                    RiskLimitEncoder command =
                            new RiskLimitEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
                    command.tsEvent(DeskLine.now())
                            .tsInit(DeskLine.now())
                            .window(Math.round(window * 1e9))
                            .limitId(DeskLine.newId())
                            .portfolio(portfolio)
                            .sender(sender)
                            .symbol(symbol)
                            .venue(venue)
                            .currency(currency)
                            .rule(rule);
                    write(command.softLimit(), soft);
                    write(command.hardLimit(), hard);
                    command.actor(line.by()).reason(reason);
                    return command.encodedLength();
                },
                rule + " is now soft " + (soft == null ? "-" : soft.toPlainString()) + ", hard "
                        + (hard == null ? "-" : hard.toPlainString()) + ".");
    }

    private static void write(DecimalEncoder to, BigDecimal value) {
        if (value == null) {
            Decimal.writeAbsent(to);
        } else {
            Decimal.of(value).write(to);
        }
    }
}
