import { checkCommand } from "./check_command.ts";
import type { Command } from "./command.ts";
import { dataCommand } from "./data_command.ts";
import { kernelsCommand } from "./kernels_command.ts";
import { newCommand } from "./new_command.ts";
import { profilesCommand } from "./profiles_command.ts";
import { reportsCommand } from "./reports_command.ts";
import { scaleCommand } from "./scale_command.ts";
import { studiesCommand } from "./studies_command.ts";
import { syncCommand } from "./sync_command.ts";
import { verifyCommand } from "./verify_command.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  reportsCommand,
  profilesCommand,
  verifyCommand,
  dataCommand,
  scaleCommand,
  kernelsCommand,
  syncCommand,
  checkCommand,
  newCommand,
  studiesCommand,
];
