/** What people say beside the command line: configuration, baselines, expectations. */
package org.mptcpscope.rules.config;
