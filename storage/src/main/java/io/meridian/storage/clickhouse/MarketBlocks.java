package io.meridian.storage.clickhouse;

import io.meridian.marketfiles.DataKind;
import io.meridian.marketfiles.Field;
import io.meridian.marketfiles.MarketRow;
import io.meridian.storage.RowBatch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Makes blocks of a batch of market data. Its bytes are those of the last batch that was made. For one thread. */
final class MarketBlocks {
    private final Map<DataKind, Target> streamed = new EnumMap<>(DataKind.class);
    private final Map<DataKind, Target> imported = new EnumMap<>(DataKind.class);

    /** Where rows of a kind go. */
    private record Target(Field[] fields, Block block) {
        private static Target of(DataKind kind, String table) {
            return new Target(
                    kind.fields().toArray(Field[]::new),
                    new Block(table, Tables.withBatch(Tables.columns(kind)), new RowBytes()));
        }
    }

    MarketBlocks() {
        for (DataKind kind : DataKind.values()) {
            streamed.put(kind, Target.of(kind, Tables.name(kind)));
            imported.put(kind, Target.of(kind, Tables.imported(kind)));
        }
    }

    /** @param came the number of the last row of each kind that came before */
    List<Block> of(RowBatch batch, long number, Map<DataKind, Long> came) {
        List<Block> blocks = new ArrayList<>();
        for (DataKind kind : DataKind.values()) {
            RowBatch.Part rows = batch.of(kind);
            Target ours = streamed.get(kind);
            Target theirs = imported.get(kind);
            ours.block().bytes().clear();
            theirs.block().bytes().clear();
            for (int i = 0; i < rows.size(); i++) {
                Target target = rows.sequence(i) == RowBatch.IMPORTED ? theirs : ours;
                RowBytes bytes = target.block().bytes();
                row(bytes, rows, i, target.fields(), came.get(kind) + 1 + i);
                bytes.int64(number).int32(batch.size()).endRow();
            }
            for (Target target : List.of(ours, theirs)) {
                if (target.block().bytes().rows() > 0) {
                    blocks.add(target.block());
                }
            }
        }
        return blocks;
    }

    private static void row(RowBytes bytes, RowBatch.Part rows, int index, Field[] fields, long came) {
        MarketRow row = rows.row(index);
        bytes.int64(came)
                .int64(row.timeNs())
                .text(row.venue())
                .text(row.symbol())
                .text(row.currency())
                .int32(rows.source(index))
                .int64(rows.sequence(index));
        switch (row.kind()) {
            case QUOTE -> {}
            case TRADE -> bytes.text(row.tradeId().toString());
            case BAR -> bytes.int64(row.periodNs());
        }
        for (Field field : fields) {
            if (row.has(field)) {
                bytes.number(row.mantissa(field), row.scale(field));
            } else {
                bytes.noNumber();
            }
        }
    }
}
