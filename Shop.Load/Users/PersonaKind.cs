using Shop.Load.Http;

namespace Shop.Load.Users;

/// <summary>A persona by its name, which is the name of its class for Locust, and its share of a mix.</summary>
sealed record PersonaKind(string Name, int Weight, Func<ShopClient, Random, Persona> Create);
