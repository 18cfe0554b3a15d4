/**
 * Helping thread of a calibration: makes sums of parts until the team ends.
 * @module
 */
import { helpTeam, type TeamPlan } from "./row_team.ts";

self.onmessage = ({ data }: MessageEvent<TeamPlan>): void => {
  helpTeam(data);
  self.close();
};
