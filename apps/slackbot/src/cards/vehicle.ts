/** Describes the wanted vehicle in a few words, such as KIA RIO 2024. Pure. */
import type { Lead, Vehicle } from '@leadbell/domain';

/** The vehicle in words; empty when nothing is known about it. */
export function vehicleWords(vehicle: Vehicle | undefined, brand: string | null): string {
  return [brand, vehicle?.modelFamily, vehicle?.modelYear].filter((part) => part != null && part !== '').join(' ');
}

/** The first vehicle in words; `more` is the number of the others. */
export function wantedVehicle({ vehicles, brand }: Lead): { readonly words: string; readonly more: number } {
  return { words: vehicleWords(vehicles[0], brand), more: Math.max(0, vehicles.length - 1) };
}
