// Candles with fills on them, drawn by lightweight-charts on a canvas. What it shows is in the tables beside it: a canvas says nothing.
import {
  CandlestickSeries,
  type IChartApi,
  type IPriceLine,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  LineStyle,
  type Time as ChartTime,
  type UTCTimestamp,
  createChart,
  createSeriesMarkers,
} from 'lightweight-charts';
import { useEffect, useRef } from 'react';
import type { Candle, Mark } from '../../lib/market';
import { usePreferences, zoneOf } from '../../lib/preferences';
import { parts } from '../../lib/time';

export interface Quote {
  bid: string | null;
  ask: string | null;
}

interface Made {
  chart: IChartApi;
  series: ISeriesApi<'Candlestick'>;
  markers: ISeriesMarkersPluginApi<ChartTime>;
  bid: IPriceLine;
  ask: IPriceLine;
}

/** Where quotes come in, past React: there may be many. */
export type Listen = (listener: (quote: Quote) => void) => () => void;

/** With more marks their words would cover each other; the table has them all. */
const MOST_WORDS = 8;

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** @param name of what is shown: another one is shown whole @param places how many digits behind the point a price has */
export function Candles({ name, label, candles, marks, places, seconds, listen }: { name: string; label: string; candles: Candle[]; marks: Mark[]; places: number; seconds: number; listen: Listen | null }) {
  const place = useRef<HTMLDivElement>(null);
  const made = useRef<Made | null>(null);
  const shown = useRef('');
  const chosen = usePreferences();
  const { theme } = chosen;
  const zone = zoneOf(chosen);

  useEffect(() => {
    const element = place.current;
    if (!element) {
      return;
    }
    const clock = (time: ChartTime, withDate: boolean) => {
      const at = parts(new Date(Number(time) * 1000), zone);
      const short = seconds < 60 ? at.clock : at.clock.slice(0, 5);
      return seconds >= 86_400 ? at.date : withDate ? `${at.date} ${short}` : short;
    };
    const chart = createChart(element, {
      autoSize: true,
      layout: { background: { color: colour('--card') }, textColor: colour('--muted'), fontFamily: colour('--font'), attributionLogo: false },
      grid: { vertLines: { color: colour('--line') }, horzLines: { color: colour('--line') } },
      timeScale: { timeVisible: true, secondsVisible: seconds < 60, borderColor: colour('--line'), tickMarkFormatter: (time: ChartTime) => clock(time, false) },
      rightPriceScale: { borderColor: colour('--line') },
      localization: { timeFormatter: (time: ChartTime) => clock(time, true) },
      // A page that is scrolled is not a chart that is zoomed.
      handleScale: { mouseWheel: false },
      handleScroll: { mouseWheel: false, vertTouchDrag: false },
    });
    const series = chart.addSeries(CandlestickSeries, {
      // A rise is hollow, so that colour is not needed to read it.
      upColor: colour('--card'),
      borderUpColor: colour('--good'),
      wickUpColor: colour('--good'),
      downColor: colour('--bad'),
      borderDownColor: colour('--bad'),
      wickDownColor: colour('--bad'),
      priceFormat: { type: 'price', precision: places, minMove: 10 ** -places },
      lastValueVisible: false,
      priceLineVisible: false,
    });
    const line = (title: string, name: string) =>
      series.createPriceLine({ price: 0, title, color: colour(name), lineStyle: LineStyle.Dashed, lineVisible: false, axisLabelVisible: false });
    made.current = { chart, series, markers: createSeriesMarkers(series, []), bid: line('bid', '--link'), ask: line('ask', '--warn') };
    shown.current = '';
    return () => {
      made.current = null;
      chart.remove();
    };
  }, [theme, zone, places, seconds]);

  useEffect(() => {
    const now = made.current;
    if (!now) {
      return;
    }
    now.series.setData(candles.map((each) => ({ ...each, time: each.time as UTCTimestamp })));
    now.markers.setMarkers(
      marks.map((mark) => ({
        time: mark.time as UTCTimestamp,
        position: mark.side === 'BUY' ? 'belowBar' : 'aboveBar',
        shape: mark.side === 'BUY' ? 'arrowUp' : 'arrowDown',
        color: colour(mark.side === 'BUY' ? '--link' : '--warn'),
        ...(marks.length <= MOST_WORDS ? { text: mark.text } : {}),
      })),
    );
    // Whoever moved the chart keeps what they look at.
    const first = `${name} ${theme} ${zone} ${places} ${seconds}`;
    if (shown.current !== first && candles.length > 0) {
      shown.current = first;
      now.chart.timeScale().fitContent();
    }
  }, [name, candles, marks, theme, zone, places, seconds]);

  useEffect(() => {
    const draw = ({ bid, ask }: Quote) => {
      const now = made.current;
      if (now) {
        for (const [line, price] of [
          [now.bid, bid],
          [now.ask, ask],
        ] as const) {
          line.applyOptions({ price: Number(price ?? 0), lineVisible: price !== null, axisLabelVisible: price !== null });
        }
      }
    };
    const end = listen?.(draw);
    return () => {
      end?.();
      draw({ bid: null, ask: null });
    };
  }, [listen, theme, zone, places, seconds]);

  return <div ref={place} className="candles" role="img" aria-label={label} />;
}
