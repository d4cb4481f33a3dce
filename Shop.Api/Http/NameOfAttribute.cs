using System.ComponentModel.DataAnnotations;

namespace Shop.Api.Http;

/// <summary>A query field that is the name of a member of an enum, or absent.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class NameOfAttribute<T>() : AllowedValuesAttribute([null, .. EnumNames.All<T>()]) where T : struct, Enum;
