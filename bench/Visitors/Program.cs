using System.Globalization;
using Visitors;

// crowd <site> <visitors> <seconds>, or look <site> <browser> <path...>
var site = new Uri(args[1]);
return args[0] == "crowd"
    ? await Crowd.ComeAsync(site, int.Parse(args[2], CultureInfo.InvariantCulture), TimeSpan.FromSeconds(int.Parse(args[3], CultureInfo.InvariantCulture)))
    : await FirstView.LookAsync(site, args[2], args[3..]);
