/** Describes the wanted vehicle in a few words, such as KIA RIO 2024. Pure. */
import type { Lead, Vehicle } from '@leadbell/domain';

/** The parts of the vehicle's description; empty when nothing is known about it. */
export function vehicleParts(vehicle: Vehicle | undefined, brand: string | null): readonly string[] {
  return [brand, vehicle?.modelFamily, vehicle?.modelYear].filter((part) => part != null && part !== '').map(String);
}

/** The parts of the first vehicle; `more` is the number of further vehicles. */
export function wantedVehicle({ vehicles, brand }: Lead): { readonly parts: readonly string[]; readonly more: number } {
  return { parts: vehicleParts(vehicles[0], brand), more: Math.max(0, vehicles.length - 1) };
}
