using System.Text.Encodings.Web;
using System.Text.Unicode;
using Shop.Web;
using Shop.Web.Components;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.Services.AddHttpClient<ShopApiClient>(http => http.BaseAddress = new("https+http://api"));
builder.Services.AddRazorComponents();
// Cyrillic as it is: as &#x...; entities a page is several times its size.
builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));

var app = builder.Build();
app.UseStatusCodePagesWithReExecute("/not-found");
app.UseAntiforgery();
app.MapDefaultEndpoints();
app.MapStaticAssets();
app.MapPictures();
app.MapRazorComponents<App>();
app.Run();
