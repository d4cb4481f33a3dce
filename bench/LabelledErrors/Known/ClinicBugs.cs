using Clinic.Handlers;
using Clinic.Model;
using Clinic.Persistence;

namespace LabelledErrors.Known;

static class ClinicBugs
{
    static readonly UnitOfWork Work = new();
    static readonly IRepository<Patient> Patients = new Repository<Patient>(_ => null);
    static readonly IRepository<Visit> Visits = new Repository<Visit>(_ => null);
    static readonly Pipeline Pipeline = new Pipeline()
        .Use(async (_, next) => await next())
        .Use((_, next) => next());

    public static readonly IReadOnlyList<Bug> All =
    [
        new("patient missing", values => Pipeline.SendAsync(new Admit(values.Id, values), new AdmitHandler(Patients))),
        new("visit missing", async values => await Visits.GetAsync(values.Id)),
        new("query", values => Task.FromResult(Patients.Where(patient => patient.Home!.City == values.Name).ToList())),
        new("discharge", values => Pipeline.SendAsync(new Discharge(values.Id, values), new DischargeHandler(Work))),
        new("bill overflow", values => BillAsync(values.Number + "x", values)),
        new("bill negative", values => BillAsync($"-{values.Amount}", values)),
        new("bill unreadable", values => BillAsync(values.Name, values)),
        Bug.Of("zip", values => _ = new Patient.Address(values.Name, values.AnyId + "-----")),
        Bug.Of("duration", values => _ = (TimeSpan)new Visit { Key = values.Id }),
        Bug.Of("equals", values => new Visit().Equals(values.Name)),
        Bug.Of("beds", values => ((Ward)(values.Number + 2)).Beds()),
        Bug.Of("ward", values => Wards.Parse(values.Name)),
        Bug.Of("interactions", values => new Interactions().Depth(values.Name, values.Number % 9)),
        Bug.Of("probe", values => Laboratory.Result(values.AnyId)),
        Bug.Of("analyser", values => Laboratory.Analyser($"<r>{values.Name}</r>")),
        Bug.Of("analyser broken", values => Laboratory.Analyser($"<r>{new string('x', values.Number % 90)}</q>")),
        Bug.Of("level", values => Laboratory.Level($$"""{"level": "{{values.Name}}"}""")),
        Bug.Of("no level", values => Laboratory.Level($$"""{"height": {{values.Number}}}""")),
        new("file", values => Laboratory.ReadAsync($"/nowhere/{values.AnyId}.txt")),
        new("device", _ => Laboratory.ConnectAsync(1)),
        new("measure", values => Laboratory.MeasureAsync(values)),
        new("devices", values => Laboratory.AllAsync(values)),
        Bug.Of("address", values => Laboratory.Deserialize<Patient>(values)),
        Bug.Of("address", values => Laboratory.Deserialize<List<Patient>>(values)),
        Bug.Of("reminder", values => Remind(values.Quoted)),
        Bug.Of("reminder name", values => Reminders.Next([values.Name + values.Number]).ToList()),
        Bug.Of("reminder text", values => Reminders.Text(new() { Key = values.Id })),
        Bug.Of("reminder surname", values => Reminders.Surname(new() { Key = values.Id })),
        Bug.Of("scanner", values => new Scanner().Scan(values.Number + 5)),
        Bug.Of("scanner closed", values => Closed().Scan(values.Number)),
        new("route visits", values => Clinic.Program.Visits(values), "GET /visits/{id}"),
        new("route wards", values => Clinic.Program.Wards(values), "PUT /wards/{name}/beds"),
        new("route bills", values => Clinic.Program.Bills(values), "POST /bills"),
        new("export", values => Clinic.Program.ExportAsync(values.Mail, values)),
        new("import", values => Clinic.Program.ImportAsync(values), "POST /import"),
        new("import", values => Clinic.Program.ImportAsync(values), "POST /import"),
        new("mail", values => new Clinic.Outbox<string>().SendAsync(values.Mail, values)),
        new("sms", values => new Clinic.Outbox<int>().TextAsync(values.Number, values))
    ];

    static Task<decimal> BillAsync(string sum, Values values) =>
        Pipeline.SendAsync(new Bill(sum, values), new BillHandler(Work));

    static void Remind(string patient)
    {
        var reminders = new Reminders();
        reminders.Subscribe();
        reminders.Raise(patient);
    }

    static Scanner Closed()
    {
        var scanner = new Scanner();
        scanner.Dispose();
        return scanner;
    }
}
