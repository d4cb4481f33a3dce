using Shop.Database;

namespace Shop.Catalog;

/// <summary>Everything of a product that its editors change.</summary>
sealed record EditedProduct(Product Product, string? Vat, string? PaymentSubject) : IRow<EditedProduct>
{
    public static readonly Sql Columns = Sql.Of($"{Product.Columns}, p.vat, p.payment_subject");

    public static EditedProduct Read(RowReader row) => new(Product.Read(row), row.TextOrNull(), row.TextOrNull());
}
