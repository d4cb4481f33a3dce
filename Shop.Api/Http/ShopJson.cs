using System.Text.Encodings.Web;
using System.Text.Json;
using Shop.Accounts;
using Shop.Analytics;
using Shop.Calls;
using Shop.Carts;
using Shop.Catalog;
using Shop.Fitting;
using Shop.Inventory;
using Shop.Knowledge;
using Shop.Messaging;
using Shop.Notifications;
using Shop.Orders;
using Shop.Payments;
using Shop.Pilot;
using Shop.Pilot.Errors;
using Shop.Pilot.Errors.Sentry;
using Shop.Pilot.Health;
using Shop.Pilot.Requests;
using Shop.Shipping;
using Shop.Staff;
using Shop.Tasks;

namespace Shop.Api.Http;

static class ShopJson
{
    public static void AddShopTypes(this JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        json.DictionaryKeyPolicy = JsonNamingPolicy.SnakeCaseLower;
        // Russian text without \u escapes, which take six characters for one. The answers are application/json, never
        // part of a page.
        json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        json.TypeInfoResolverChain.Insert(0, AccountsJson.Default);
        json.TypeInfoResolverChain.Insert(0, AnalyticsJson.Default);
        json.TypeInfoResolverChain.Insert(0, CatalogJson.Default);
        json.TypeInfoResolverChain.Insert(0, InventoryJson.Default);
        json.TypeInfoResolverChain.Insert(0, MessagingJson.Default);
        json.TypeInfoResolverChain.Insert(0, NotificationsJson.Default);
        json.TypeInfoResolverChain.Insert(0, OrdersJson.Default);
        json.TypeInfoResolverChain.Insert(0, PaymentsJson.Default);
        json.TypeInfoResolverChain.Insert(0, PilotJson.Default);
        json.TypeInfoResolverChain.Insert(0, SentryJson.Default);
        json.TypeInfoResolverChain.Insert(0, SiteReportJson.Default);
        json.TypeInfoResolverChain.Insert(0, ErrorsJson.Default);
        json.TypeInfoResolverChain.Insert(0, HealthContractsJson.Default);
        json.TypeInfoResolverChain.Insert(0, ShippingJson.Default);
        json.TypeInfoResolverChain.Insert(0, StaffJson.Default);
        json.TypeInfoResolverChain.Insert(0, TasksJson.Default);
        json.TypeInfoResolverChain.Insert(0, CartJson.Default);
        json.TypeInfoResolverChain.Insert(0, HomeJson.Default);
        json.TypeInfoResolverChain.Insert(0, CallViewsJson.Default);
        json.TypeInfoResolverChain.Insert(0, FittingJson.Default);
        json.TypeInfoResolverChain.Insert(0, KnowledgeJson.Default);
        json.TypeInfoResolverChain.Insert(0, PhoneOrdersJson.Default);
    }
}
