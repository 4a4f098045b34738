/** Grafana's published types, put together to what a dashboard of ours may be: its panels are of two kinds, and ask Prometheus. */
import type { DataQuery } from '@grafana/schema';
import type { FieldConfig as GraphFields, Options as GraphOptions } from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
import type { Options as StatOptions } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type { Dashboard, FieldConfig, FieldConfigSource, Panel } from '@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen';

/** What a file can say: the text of an enumeration's value in place of its name. */
type Written<T> = unknown extends T ? T : T extends string ? `${T}` : T extends object ? { [K in keyof T]: Written<T[K]> } : T;

/** Grafana publishes no type for what is asked of Prometheus: this is all that our panels ask. */
interface Query extends DataQuery {
  datasource: Required<Pick<NonNullable<Panel['datasource']>, 'type' | 'uid'>>;
  expr: string;
  legendFormat: string;
}

/** A panel whose options are those of its kind; Grafana's own type of a panel takes any. */
interface PanelOf<Type extends string, Options, Fields> extends Omit<Panel, 'type' | 'options' | 'fieldConfig' | 'targets'> {
  type: Type;
  options: Options;
  fieldConfig: Omit<FieldConfigSource, 'defaults'> & { defaults: Omit<FieldConfig, 'custom'> & { custom?: Fields } };
  targets: Query[];
}

export type MeridianDashboard = Written<
  Omit<Dashboard, 'panels'> & { panels: (PanelOf<'timeseries', GraphOptions, GraphFields> | PanelOf<'stat', StatOptions, never>)[] }
>;
