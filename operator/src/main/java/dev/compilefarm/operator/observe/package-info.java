/**
 * What the cluster says about a farm, as values without nulls. Pure: reads objects that somebody
 * else fetched.
 */
package dev.compilefarm.operator.observe;
