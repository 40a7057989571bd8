/** The steps of a walk: one line for each, and an end at the first that fails. */

import process from "node:process";

/**
 * Says whether `action` passed, and returns what it returned. What comes after a failure would
 * stand on nothing.
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
