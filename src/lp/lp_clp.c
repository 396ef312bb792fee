#include "lp/lp.h"
#include <coin/Clp_C_Interface.h>
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
#include <float.h>
struct lfl_lp { Clp_Simplex *m; long it; };
lfl_lp *lfl_lp_create(lfl_lp_solver s){(void)s; lfl_lp*l=calloc(1,sizeof*l); l->m=Clp_newModel(); Clp_setLogLevel(l->m, getenv("LPLOG")?atoi(getenv("LPLOG")):0); return l;}
void lfl_lp_destroy(lfl_lp*l){ if(l){Clp_deleteModel(l->m); free(l);} }
static double *inf(int n,const double*a){double*b=malloc(sizeof(double)*(size_t)(n+1));for(int i=0;i<n;i++)b[i]=a[i]>1e300?DBL_MAX:a[i]<-1e300?-DBL_MAX:a[i];return b;}
bool lfl_lp_add_rows(lfl_lp*l,int n,const double*lo,const double*up){double*a=inf(n,lo),*b=inf(n,up);int*s=calloc((size_t)n+1,sizeof(int));Clp_addRows(l->m,n,a,b,s,NULL,NULL);free(a);free(b);free(s);return true;}
bool lfl_lp_add_columns(lfl_lp*l,int n,const double*c,const double*lo,const double*up,const int*st,const int*row,const double*v){double*a=inf(n,lo),*b=inf(n,up);Clp_addColumns(l->m,n,a,b,c,st,row,v);free(a);free(b);return true;}
bool lfl_lp_add_row(lfl_lp*l,int n,const int*c,const double*v,double lo,double up){double*a=inf(1,&lo),*b=inf(1,&up);int s[2]={0,n};Clp_addRows(l->m,1,a,b,s,c,v);free(a);free(b);return true;}
void lfl_lp_set_costs(lfl_lp*l,const double*c){Clp_chgObjCoefficients(l->m,c);}
void lfl_lp_set_cost(lfl_lp*l,int j,double c){Clp_objective(l->m)[j]=c;}
void lfl_lp_set_column_bounds(lfl_lp*l,int j,double a,double b){Clp_columnLower(l->m)[j]=a;Clp_columnUpper(l->m)[j]=b>1e300?DBL_MAX:b;}
void lfl_lp_set_row_bounds(lfl_lp*l,int j,double a,double b){Clp_rowLower(l->m)[j]=a;Clp_rowUpper(l->m)[j]=b>1e300?DBL_MAX:b;}
int lfl_lp_n_rows(const lfl_lp*l){return Clp_numberRows(l->m);} int lfl_lp_n_columns(const lfl_lp*l){return Clp_numberColumns(l->m);}
lfl_lp_result lfl_lp_solve(lfl_lp*l,const lfl_lp_options*o){
 int st;
 if(o->presolve){Clp_Solve*s=ClpSolve_new(); ClpSolve_setSolveType(s,o->method==LFL_LP_DUAL?0:o->method==LFL_LP_PRIMAL?1:5,-1); ClpSolve_setPresolveType(s,0,-1); st=Clp_initialSolveWithOptions(l->m,s); ClpSolve_delete(s);}
 else st = o->method==LFL_LP_DUAL?Clp_dual(l->m,0):Clp_primal(l->m,0);
 l->it=Clp_numberIterations(l->m); st=Clp_status(l->m);
 return st==0?LFL_LP_OPTIMAL:st==1?LFL_LP_INFEASIBLE:st==2?LFL_LP_UNBOUNDED:st==3?LFL_LP_LIMIT:LFL_LP_FAILED;}
double lfl_lp_objective(const lfl_lp*l){return Clp_objectiveValue(l->m);} const double*lfl_lp_values(const lfl_lp*l){return Clp_primalColumnSolution(l->m);}
const double*lfl_lp_duals(const lfl_lp*l){return Clp_dualRowSolution(l->m);} const double*lfl_lp_reduced_costs(const lfl_lp*l){return Clp_dualColumnSolution(l->m);} long lfl_lp_iterations(const lfl_lp*l){return l->it;}
