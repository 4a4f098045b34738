/** Whether what several clients saw of one register can be explained by one order of everything, for tests. Knows nothing of clusters. */
package io.meridian.cluster.history;
