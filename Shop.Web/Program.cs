using System.Text.Encodings.Web;
using System.Text.Unicode;
using Shop.Web;
using Shop.Web.Accounts;
using Shop.Web.Analytics;
using Shop.Web.Carts;
using Shop.Web.Catalog;
using Shop.Web.Components;
using Shop.Web.Components.Pages.Catalog;
using Shop.Web.Http;
using Shop.Web.Languages;
using Shop.Web.Orders;
using Shop.Web.Payments;
using Shop.Web.Pilot;
using Shop.Web.Shipping;
using Shop.Web.Staff;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddSite();
builder.Services.AddScoped<AccountApi>();
builder.Services.AddScoped<CartApi>();
builder.Services.AddScoped<GuestCartCookie>();
builder.Services.AddScoped<CatalogApi>();
builder.Services.AddScoped<OrderApi>();
builder.Services.AddScoped<OrderEvents>();
builder.Services.AddSingleton<OpenStreams>();
builder.Services.AddScoped<PaymentApi>();
builder.Services.AddScoped<PaymentRedirect>();
builder.Services.AddScoped<ShippingApi>();
builder.AddStaff();
builder.AddInsights();
builder.AddPilot();
builder.Services.AddRazorComponents();
// Cyrillic is not encoded: as &#x...; entities, a page is several times larger.
builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));

var app = builder.Build();
app.UseSecurityHeaders(app.Services.GetRequiredService<SiteOptions>());
app.UseErrorHandling();
app.UseLanguage();
app.UseForms();
app.UseAuthentication();
app.UseAuthorization();
app.MapDefaultEndpoints();
ApiForwarder.Map(app);
app.MapStaticAssets().AllowAnonymous();
app.MapSuggestions();
app.MapAccountForms();
app.MapCartForms();
app.MapOrderForms();
app.MapPaymentForms();
app.MapStaffForms();
<<<<<<< HEAD
app.MapErrorForms();
=======
app.MapInsights();
>>>>>>> main
app.MapRazorComponents<App>();
app.Run();
