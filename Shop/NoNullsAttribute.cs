using System.Collections;
using System.ComponentModel.DataAnnotations;

namespace Shop;

/// <summary>JSON allows null as an element of a list, whatever the type of the elements says.</summary>
[AttributeUsage(AttributeTargets.Property)]
sealed class NoNullsAttribute() : ValidationAttribute("must not contain null")
{
    public override bool IsValid(object? value) =>
        value is not IEnumerable list || !list.Cast<object?>().Contains(null);
}
