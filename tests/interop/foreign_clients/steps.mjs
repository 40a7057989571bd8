/** The steps of a walk: each prints a line, and the first failure ends the walk. */

import process from "node:process";

/**
 * Prints whether `action` passed, and returns its result. Later steps depend on it, so a failure ends
 * the walk.
 */
export async function step(name, action) {
    try {
        const result = await action();
        console.log(`passed  ${name}`);
        return result;
    } catch (error) {
        console.log(`failed  ${name}: ${String(error.message).split("\n").join(" ")}`);
        process.exit(1);
    }
}
