namespace Shop.Tests.Http;

public class ErrorTableTests
{
    [Fact]
    public void Every_error_code_has_a_row_and_the_site_recognises_it_by_its_status()
    {
        Assert.Equal(Enum.GetValues<ErrorCode>(), ErrorTable.Rows.Select(row => row.Code));
        Assert.All(ErrorTable.Rows, row => Assert.Equal(row.Code, ErrorTable.CodeOf(row.Status)));
    }
}
